import type { Devices, Settings } from '../api/contract.ts'
import type { Messages } from '../messages/en.ts'

type Test = Devices['tests'][number]
type Texts = Messages['dialogs']['devices']

/** How a device did: works and how fast, wrong, or why it is not there. */
export function deviceResult(test: Test, texts: Texts, language: Settings['language']): string {
  if (!test.available) return texts.notAvailable(test.reason.trim().split('\n')[0] ?? '')
  if (!test.passed) return texts.wrong
  const milliseconds = new Intl.NumberFormat(language, { maximumSignificantDigits: 2 }).format(test.runMs ?? 0)
  return texts.works(milliseconds)
}

/** Why pictures are made on the CPU although it was not named; empty where they are not. */
export function cpuReason({ autoUsesCpu }: Devices, texts: Texts): string {
  return autoUsesCpu === null ? '' : texts.cpuReasons[autoUsesCpu]
}
