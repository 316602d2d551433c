// Finds, for each part of a puzzle, the first number whose SHA-256 digest begins with enough zero bits. A try is
// short enough to be one block, so there is no padding to do but once. Written out here because the browser's own
// digest answers one try at a time and asynchronously, which is fifty times slower for tries this small.
'use strict'
const K = new Int32Array(64)
const START = new Int32Array(8)
const isPrime = n => { for (let d = 2; d * d <= n; d++) if (n % d === 0) return false; return true }
const fraction = x => ((x - Math.floor(x)) * 0x100000000) | 0
for (let n = 2, found = 0; found < 64; n++) {
  if (!isPrime(n)) continue
  if (found < 8) START[found] = fraction(Math.sqrt(n))
  K[found++] = fraction(Math.cbrt(n))
}
const w = new Int32Array(64)

// The first 32 bits of the digest of the block in w[0..15].
const first = () => {
  for (let i = 16; i < 64; i++) {
    const a = w[i - 15]
    const b = w[i - 2]
    w[i] = (w[i - 16] + w[i - 7]
      + ((a >>> 7 | a << 25) ^ (a >>> 18 | a << 14) ^ a >>> 3)
      + ((b >>> 17 | b << 15) ^ (b >>> 19 | b << 13) ^ b >>> 10)) | 0
  }
  let a = START[0], b = START[1], c = START[2], d = START[3]
  let e = START[4], f = START[5], g = START[6], h = START[7]
  for (let i = 0; i < 64; i++) {
    const one = (h + ((e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7)) + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0
    const two = (((a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10)) + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g; g = f; f = e; e = (d + one) | 0
    d = c; c = b; b = a; a = (one + two) | 0
  }
  return (a + START[0]) >>> 0
}

const put = (text) => {
  w.fill(0, 0, 16)
  for (let i = 0; i < text.length; i++) w[i >> 2] |= text.charCodeAt(i) << (24 - (i & 3) * 8)
  w[text.length >> 2] |= 0x80 << (24 - (text.length & 3) * 8)
  w[15] = text.length * 8
}

const solve = (start, bits) => {
  for (let n = 0; ; n++) {
    put(start + n)
    if (first() >>> (32 - bits) === 0) return n
  }
}

onmessage = ({ data: { seed, bits, parts } }) => {
  const found = []
  for (let part = 0; part < parts; part++) found.push(solve(`${seed}:${part}:`, bits))
  postMessage(found.join(','))
}
