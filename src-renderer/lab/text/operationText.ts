export { operationText, resultText } from '../../../src-shared/operations'
