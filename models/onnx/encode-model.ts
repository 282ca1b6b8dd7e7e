import {
  ELEMENT_TYPES,
  MICROSOFT_DOMAIN,
  type Attribute,
  type OnnxInitializer,
  type OnnxModel,
  type OnnxNode,
  type OnnxPort,
} from './model.ts'
import { createWireWriter, type WireWriter } from './wire.ts'

const IR_VERSION = 10
/**
 * Kernels registered for "version N and up" do not match an operator of a newer version, which would send it from the
 * GPU to the CPU: the newest opset that every provider covers is the right one, not the newest there is.
 */
const OPSET_VERSION = 20
const MICROSOFT_OPSET_VERSION = 1
const EXTERNAL_LOCATION = 1

/** Attribute types of onnx.proto3, AttributeProto.AttributeType, with the field that holds each one's value. */
const ATTRIBUTE_KINDS = { float: 1, int: 2, string: 3, ints: 7 } as const

const encoder = new TextEncoder()

function writeAttribute(writer: WireWriter, name: string, attribute: Attribute): void {
  writer.text(1, name)
  switch (attribute.kind) {
    case 'float':
      writer.float(2, attribute.value)
      break
    case 'int':
      writer.integer(3, attribute.value)
      break
    case 'string':
      writer.bytes(4, encoder.encode(attribute.value))
      break
    case 'ints':
      writer.packedIntegers(8, attribute.value)
      break
  }
  writer.integer(20, ATTRIBUTE_KINDS[attribute.kind])
}

function writeNode(writer: WireWriter, node: OnnxNode): void {
  for (const input of node.inputs) writer.text(1, input)
  for (const output of node.outputs) writer.text(2, output)
  writer.text(3, node.name)
  writer.text(4, node.operator)
  for (const [name, attribute] of node.attributes) writer.message(5, (inner) => writeAttribute(inner, name, attribute))
  if (node.domain !== '') writer.text(7, node.domain)
}

function writeEntry(writer: WireWriter, key: string, value: string): void {
  writer.message(13, (entry) => {
    entry.text(1, key)
    entry.text(2, value)
  })
}

function writeInitializer(writer: WireWriter, tensor: OnnxInitializer, locate: (file: string) => string): void {
  if (tensor.shape.length > 0) writer.packedIntegers(1, tensor.shape)
  writer.integer(2, ELEMENT_TYPES[tensor.type])
  writer.text(8, tensor.name)
  if (tensor.data instanceof Uint8Array) {
    writer.bytes(9, tensor.data)
    return
  }
  writeEntry(writer, 'location', locate(tensor.data.file))
  writeEntry(writer, 'offset', String(tensor.data.offset))
  writeEntry(writer, 'length', String(tensor.data.length))
  writer.integer(14, EXTERNAL_LOCATION)
}

function writePort(writer: WireWriter, port: OnnxPort): void {
  writer.text(1, port.name)
  writer.message(2, (type) =>
    type.message(1, (tensor) => {
      tensor.integer(1, ELEMENT_TYPES[port.type])
      tensor.message(2, (shape) => {
        for (const size of port.shape) shape.message(1, (dimension) => dimension.integer(1, size))
      })
    }),
  )
}

/**
 * Serializes a model as onnx.proto3's ModelProto.
 * @param locate gives the location written for a file of external data, relative to the folder that the session is
 *   told to look in.
 */
export function encodeModel(model: OnnxModel, locate: (file: string) => string): Uint8Array<ArrayBuffer> {
  const writer = createWireWriter()
  writer.integer(1, IR_VERSION)
  writer.text(2, 'onestroke')
  writer.message(7, (graph) => {
    for (const node of model.nodes) graph.message(1, (inner) => writeNode(inner, node))
    graph.text(2, model.name)
    for (const tensor of model.initializers) graph.message(5, (inner) => writeInitializer(inner, tensor, locate))
    for (const port of model.inputs) graph.message(11, (inner) => writePort(inner, port))
    for (const port of model.outputs) graph.message(12, (inner) => writePort(inner, port))
  })
  writer.message(8, (opset) => {
    opset.text(1, '')
    opset.integer(2, OPSET_VERSION)
  })
  writer.message(8, (opset) => {
    opset.text(1, MICROSOFT_DOMAIN)
    opset.integer(2, MICROSOFT_OPSET_VERSION)
  })
  return writer.finish()
}
