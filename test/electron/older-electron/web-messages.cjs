// The part of the Fetch standard's classes that the shell uses, for Node 16, which has none of them.
class Headers extends Map {
  constructor(init = {}) {
    super(Object.entries(init).map(([name, value]) => [name.toLowerCase(), value]))
  }
  get(name) {
    return super.get(name.toLowerCase()) ?? null
  }
  set(name, value) {
    return super.set(name.toLowerCase(), value)
  }
}

class Request {
  constructor(url, { method, headers, body }) {
    Object.assign(this, { url, method, headers: new Headers(headers), body: body ?? null })
    this.signal = new AbortController().signal
  }
}

class Response {
  constructor(body, { status = 200, headers = {} } = {}) {
    this.status = status
    this.headers = headers instanceof Headers ? headers : new Headers(headers)
    this.body = typeof body === 'string' ? [Buffer.from(body)] : body
  }
  static json(value, { status, headers } = {}) {
    return new Response(JSON.stringify(value), { status, headers: { ...headers, 'content-type': 'application/json' } })
  }
}

module.exports = { Headers, Request, Response }
