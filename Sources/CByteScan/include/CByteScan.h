// Finds the bytes that give a CSV file its shape, 64 at a time.
//
// Swift's own SIMD64<UInt8> comparison masks compile to something many times slower than a plain loop,
// so this one header gives them in C: SSE2 on x86-64, NEON on arm64, and a portable loop elsewhere.
// Everything is static inline and is inlined into its Swift callers.
#ifndef C_BYTE_SCAN_H
#define C_BYTE_SCAN_H

#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__ARM_NEON) && defined(__aarch64__)
#include <arm_neon.h>
#endif

/// One bit per byte of a 64-byte chunk, the lowest for the first byte.
typedef struct {
  uint64_t delimiter;
  uint64_t newline;
  uint64_t quote;
} byte_scan_masks;

#if defined(__SSE2__)

static inline uint64_t byte_scan_equal_(__m128i a, __m128i b, __m128i c, __m128i d, __m128i value) {
  uint64_t m0 = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(a, value));
  uint64_t m1 = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(b, value));
  uint64_t m2 = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(c, value));
  uint64_t m3 = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(d, value));
  return m0 | (m1 << 16) | (m2 << 32) | (m3 << 48);
}

static inline byte_scan_masks byte_scan_64(const uint8_t *_Nonnull p, uint8_t delimiter) {
  __m128i a = _mm_loadu_si128((const __m128i *)p);
  __m128i b = _mm_loadu_si128((const __m128i *)(p + 16));
  __m128i c = _mm_loadu_si128((const __m128i *)(p + 32));
  __m128i d = _mm_loadu_si128((const __m128i *)(p + 48));
  byte_scan_masks masks;
  masks.delimiter = byte_scan_equal_(a, b, c, d, _mm_set1_epi8((char)delimiter));
  masks.newline = byte_scan_equal_(a, b, c, d, _mm_set1_epi8('\n'));
  masks.quote = byte_scan_equal_(a, b, c, d, _mm_set1_epi8('"'));
  return masks;
}

#elif defined(__ARM_NEON) && defined(__aarch64__)

static inline uint64_t byte_scan_equal_(uint8x16x4_t v, uint8_t byte) {
  const uint8x16_t bits = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  uint8x16_t value = vdupq_n_u8(byte);
  uint8x16_t a = vandq_u8(vceqq_u8(v.val[0], value), bits);
  uint8x16_t b = vandq_u8(vceqq_u8(v.val[1], value), bits);
  uint8x16_t c = vandq_u8(vceqq_u8(v.val[2], value), bits);
  uint8x16_t d = vandq_u8(vceqq_u8(v.val[3], value), bits);
  uint8x16_t sum = vpaddq_u8(vpaddq_u8(a, b), vpaddq_u8(c, d));
  sum = vpaddq_u8(sum, sum);
  return vgetq_lane_u64(vreinterpretq_u64_u8(sum), 0);
}

static inline byte_scan_masks byte_scan_64(const uint8_t *_Nonnull p, uint8_t delimiter) {
  uint8x16x4_t v = {{vld1q_u8(p), vld1q_u8(p + 16), vld1q_u8(p + 32), vld1q_u8(p + 48)}};
  byte_scan_masks masks;
  masks.delimiter = byte_scan_equal_(v, delimiter);
  masks.newline = byte_scan_equal_(v, '\n');
  masks.quote = byte_scan_equal_(v, '"');
  return masks;
}

#else

static inline byte_scan_masks byte_scan_64(const uint8_t *_Nonnull p, uint8_t delimiter) {
  byte_scan_masks masks = {0, 0, 0};
  for (int i = 0; i < 64; i++) {
    masks.delimiter |= (uint64_t)(p[i] == delimiter) << i;
    masks.newline |= (uint64_t)(p[i] == '\n') << i;
    masks.quote |= (uint64_t)(p[i] == '"') << i;
  }
  return masks;
}

#endif

/// Bit i of the answer is the parity of bits 0…i: from where quotes stand to what lies inside them.
static inline uint64_t byte_scan_prefix_xor(uint64_t bits) {
  bits ^= bits << 1;
  bits ^= bits << 2;
  bits ^= bits << 4;
  bits ^= bits << 8;
  bits ^= bits << 16;
  bits ^= bits << 32;
  return bits;
}

#endif
