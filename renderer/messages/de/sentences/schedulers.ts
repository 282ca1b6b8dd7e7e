import type { schedulers as english } from '../../../../models/sentences/schedulers.ts'
import { number } from './numbers.ts'

/** Why a scheduler cannot run with its settings. */
export const schedulers: typeof english = {
  'scheduler.most-steps': ({ kind, most, steps }) =>
    `Der Scheduler ${kind} macht höchstens ${number(most)} Schritte, eingestellt sind ${number(steps)}.`,
  'scheduler.most-steps-here': ({ kind, most, steps }) =>
    `Der Scheduler ${kind} macht hier höchstens ${number(most)} Schritte, eingestellt sind ${number(steps)}. Weniger Schritte nehmen.`,
  'scheduler.most-steps-by-strength': ({ kind, most, steps }) =>
    `Der Scheduler ${kind} macht hier höchstens ${number(most)} Schritte, eingestellt sind ${number(steps)}. Weniger Schritte oder mehr Stärke nehmen.`,
  'scheduler.leading-steps': () =>
    'Die Einteilung „leading“ hat für so viele Schritte keinen Platz. Weniger Schritte oder eine andere Einteilung nehmen.',
  'scheduler.own-timesteps': ({ kind }) =>
    `Der Scheduler ${kind} wählt seine Zeitschritte selbst. Sie weglassen, oder tcd oder lcm nehmen.`,
  'scheduler.timesteps-and-strength': () =>
    'Eine Stärke verträgt sich nicht mit einer Liste von Zeitschritten. Eines von beiden weglassen.',
  'scheduler.timesteps-count': ({ steps, listed }) =>
    `${number(steps)} Schritte brauchen eine Liste von ${number(steps)} Zeitschritten, angegeben sind ${number(listed)}.`,
  'scheduler.timesteps-range': ({ most }) => `Zeitschritte müssen ganze Zahlen von 0 bis ${number(most)} sein.`,
  'scheduler.timesteps-order': () => 'Zeitschritte müssen absteigend aufgeführt sein, jeder nur einmal.',
  'scheduler.training-timesteps': ({ least }) =>
    `Die Zahl der Zeitschritte beim Training muss eine ganze Zahl sein, mindestens ${number(least)}.`,
  'scheduler.betas': () => 'Der Rauschverlauf muss von einem Beta über 0 zu einem Beta unter 1 ansteigen.',
  'scheduler.steps': ({ most, steps }) =>
    `Die Zahl der Schritte muss eine ganze Zahl von 1 bis ${number(most)} sein, nicht ${number(steps)}.`,
  'scheduler.eta': ({ eta }) => `Eta muss zwischen 0 und 1 liegen, ist aber ${number(eta)}.`,
  'scheduler.offset': ({ offset }) =>
    `Der Versatz der Schritte muss eine ganze Zahl ab 0 sein, nicht ${number(offset)}.`,
  'scheduler.strength': ({ strength }) =>
    `Die Stärke muss über 0 und höchstens bei 1 liegen, ist aber ${number(strength)}.`,
  'scheduler.no-strength': ({ kind }) =>
    `Der Scheduler ${kind} nimmt keine Stärke. Stattdessen bei einem späteren Schritt beginnen.`,
}
