// npm runs this after `npm install` and `npm ci`, so that an install by hand is not done again by `npm start`.
import { recordInstall } from './install.mjs'

recordInstall()
