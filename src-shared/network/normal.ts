/** The standard normal distribution. */

/** Cumulative distribution function, from erfc's Chebyshev fit in Numerical Recipes §6.2; relative error below 1.2e-7. */
export function normalCdf(x: number): number {
  const z = Math.abs(x) / Math.SQRT2
  const t = 1 / (1 + 0.5 * z)
  const poly =
    -1.26551223 +
    t *
      (1.00002368 +
        t *
          (0.37409196 +
            t *
              (0.09678418 +
                t *
                  (-0.18628806 + t * (0.27886807 + t * (-1.13520398 + t * (1.48851587 + t * (-0.82215223 + t * 0.17087277))))))))
  const tail = 0.5 * t * Math.exp(-z * z + poly)
  return x > 0 ? 1 - tail : tail
}

const A = [-39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716, 2.506628277459239]
const B = [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572]
const C = [
  -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968, 2.938163982698783
]
const D = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416]
const TAIL = 0.02425
/** Keeps the quantile finite; beyond anything that frames come to show. */
const P_MIN = 2 ** -54

/** Quantile function (P. J. Acklam's rational approximation); relative error below 1.2e-9. */
export function normalQuantile(p: number): number {
  if (p > 1 - TAIL) return -normalQuantile(1 - p)
  if (p >= TAIL) {
    const q = p - 0.5
    const r = q * q
    return (polynomial(A, r) * q) / (polynomial(B, r) * r + 1)
  }
  const q = Math.sqrt(-2 * Math.log(Math.max(p, P_MIN)))
  return polynomial(C, q) / (polynomial(D, q) * q + 1)
}

/** Coefficients from the highest power down. */
function polynomial(coefficients: readonly number[], x: number): number {
  let value = 0
  for (const coefficient of coefficients) value = value * x + coefficient
  return value
}
