#include "CByteScan.h"

#if defined(__SSE2__)
#include <immintrin.h>
#elif defined(__ARM_NEON) && defined(__aarch64__)
#include <arm_neon.h>
#endif

#define INLINE static inline __attribute__((always_inline))

/// One bit per byte of a 64-byte chunk, the lowest for the first byte.
typedef struct {
  uint64_t delimiter;
  uint64_t newline;
  uint64_t quote;
} masks;

// --- The masks of 64 bytes, once for each kind of processor.

#if defined(__SSE2__)

INLINE uint64_t equal_sse2(__m128i a, __m128i b, __m128i c, __m128i d, __m128i value) {
  uint64_t m0 = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(a, value));
  uint64_t m1 = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(b, value));
  uint64_t m2 = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(c, value));
  uint64_t m3 = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(d, value));
  return m0 | (m1 << 16) | (m2 << 32) | (m3 << 48);
}

INLINE masks masks_baseline(const uint8_t *p, uint8_t delimiter) {
  __m128i a = _mm_loadu_si128((const __m128i *)p);
  __m128i b = _mm_loadu_si128((const __m128i *)(p + 16));
  __m128i c = _mm_loadu_si128((const __m128i *)(p + 32));
  __m128i d = _mm_loadu_si128((const __m128i *)(p + 48));
  return (masks){
      equal_sse2(a, b, c, d, _mm_set1_epi8((char)delimiter)),
      equal_sse2(a, b, c, d, _mm_set1_epi8('\n')), equal_sse2(a, b, c, d, _mm_set1_epi8('"'))};
}

#define AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt")))

AVX2 INLINE uint64_t equal_avx2(__m256i low, __m256i high, __m256i value) {
  uint64_t m0 = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, value));
  uint64_t m1 = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, value));
  return m0 | (m1 << 32);
}

AVX2 INLINE masks masks_avx2(const uint8_t *p, uint8_t delimiter) {
  __m256i low = _mm256_loadu_si256((const __m256i *)p);
  __m256i high = _mm256_loadu_si256((const __m256i *)(p + 32));
  return (masks){
      equal_avx2(low, high, _mm256_set1_epi8((char)delimiter)),
      equal_avx2(low, high, _mm256_set1_epi8('\n')), equal_avx2(low, high, _mm256_set1_epi8('"'))};
}

#elif defined(__ARM_NEON) && defined(__aarch64__)

INLINE uint64_t equal_neon(uint8x16x4_t v, uint8_t byte) {
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

INLINE masks masks_baseline(const uint8_t *p, uint8_t delimiter) {
  uint8x16x4_t v = {{vld1q_u8(p), vld1q_u8(p + 16), vld1q_u8(p + 32), vld1q_u8(p + 48)}};
  return (masks){equal_neon(v, delimiter), equal_neon(v, '\n'), equal_neon(v, '"')};
}

#else

INLINE masks masks_baseline(const uint8_t *p, uint8_t delimiter) {
  masks m = {0, 0, 0};
  for (int i = 0; i < 64; i++) {
    m.delimiter |= (uint64_t)(p[i] == delimiter) << i;
    m.newline |= (uint64_t)(p[i] == '\n') << i;
    m.quote |= (uint64_t)(p[i] == '"') << i;
  }
  return m;
}

#endif

// --- What lies outside quotes.

/// Bit i of the answer is the parity of bits 0…i: from where quotes stand to what lies inside them.
INLINE uint64_t prefix_xor(uint64_t bits) {
  bits ^= bits << 1;
  bits ^= bits << 2;
  bits ^= bits << 4;
  bits ^= bits << 8;
  bits ^= bits << 16;
  bits ^= bits << 32;
  return bits;
}

/// The delimiters and line breaks outside quotes, a byte at a time.
static __attribute__((noinline)) masks walk(
    const uint8_t *bytes, size_t count, uint8_t delimiter, enum byte_scan_state *state) {
  masks found = {0, 0, 0};
  for (size_t i = 0; i < count; i++) {
    uint8_t byte = bytes[i];
    if (*state == byte_scan_quoted) {
      if (byte == '"') *state = byte_scan_closed;
    } else if (byte == '"' && *state != byte_scan_text) {
      *state = byte_scan_quoted;
    } else if (byte == delimiter) {
      found.delimiter |= (uint64_t)1 << i;
      *state = byte_scan_field_start;
    } else if (byte == '\n') {
      found.newline |= (uint64_t)1 << i;
      *state = byte_scan_field_start;
    } else {
      *state = byte_scan_text;
    }
  }
  return found;
}

/// Leaves of the delimiters and line breaks of `count` bytes (1…64) those outside quotes, and moves the state
/// behind them.
INLINE masks outside_quotes(
    masks m, const uint8_t *bytes, size_t count, uint8_t delimiter, enum byte_scan_state *state) {
  uint64_t structural = m.delimiter | m.newline;
  uint64_t last = (uint64_t)1 << (count - 1);
  if (__builtin_expect(m.quote == 0, 1)) {
    if (*state == byte_scan_quoted) return (masks){0, 0, 0};
    *state = structural & last ? byte_scan_field_start : byte_scan_text;
    return m;
  }
  // Each quote toggles between inside and outside as long as every opening one stands where a field may
  // begin, or behind the quote that it doubles. Where that fails, the bytes are walked one by one.
  uint64_t inside = prefix_xor(m.quote) ^ (*state == byte_scan_quoted ? ~(uint64_t)0 : 0);
  uint64_t may_open = (structural | m.quote) << 1 |
                      (*state == byte_scan_field_start || *state == byte_scan_closed ? 1 : 0);
  if (m.quote & inside & ~may_open) return walk(bytes, count, delimiter, state);
  if (inside & last) {
    *state = byte_scan_quoted;
  } else if (m.quote & last) {
    *state = byte_scan_closed;
  } else {
    *state = structural & last ? byte_scan_field_start : byte_scan_text;
  }
  return (masks){m.delimiter & ~inside, m.newline & ~inside, 0};
}

/// The masks of the first `count` bytes (1…64) only.
INLINE masks first(masks m, size_t count) {
  if (count == 64) return m;
  uint64_t valid = ((uint64_t)1 << count) - 1;
  return (masks){m.delimiter & valid, m.newline & valid, m.quote & valid};
}

/// The state behind bytes among which there is no quote, and which do not lie inside quotes.
INLINE enum byte_scan_state state_behind(uint8_t last, uint8_t delimiter) {
  return last == delimiter || last == '\n' ? byte_scan_field_start : byte_scan_text;
}

// --- The two searches, written once and compiled for each kind of processor.

typedef masks (*mask_function)(const uint8_t *, uint8_t);

/// The place of the lowest bit; anything where there is none.
typedef uint32_t (*lowest_function)(uint64_t);

INLINE uint32_t lowest_baseline(uint64_t bits) { return bits ? (uint32_t)__builtin_ctzll(bits) : 0; }

/// Writes down where the bits of a chunk stand, and returns behind the last.
INLINE uint32_t *write_down(
    uint32_t *next, uint64_t structural, size_t position, lowest_function lowest) {
  uint32_t *end = next + __builtin_popcountll(structural);
  // Eight at a time and without asking after each: what is too many is written over by the next.
  while (structural) {
    for (int i = 0; i < 8; i++) {
      next[i] = (uint32_t)position + lowest(structural);
      structural &= structural - 1;
    }
    next += 8;
  }
  return end;
}

INLINE void find_fields(
    const uint8_t *bytes, size_t count, uint8_t delimiter, uint32_t *ends, size_t capacity,
    byte_scan_fields *fields, mask_function masks_of, lowest_function lowest) {
  size_t position = fields->position;
  uint32_t *next = ends + fields->found;
  uint32_t *full = ends + capacity;
  size_t records = fields->records;
  enum byte_scan_state state = fields->state;
  while (position < count && next + 64 <= full) {
    size_t part = count - position < 64 ? count - position : 64;
    masks m = masks_of(bytes + position, delimiter);
    // Few chunks have quotes: in the others everything counts, and their state can be told from the last byte.
    if (__builtin_expect(part == 64 && m.quote == 0 && state != byte_scan_quoted, 1)) {
      state = state_behind(bytes[position + 63], delimiter);
    } else {
      m = outside_quotes(first(m, part), bytes + position, part, delimiter, &state);
    }
    records += (size_t)__builtin_popcountll(m.newline);
    next = write_down(next, m.delimiter | m.newline, position, lowest);
    position += part;
  }
  *fields = (byte_scan_fields){position, (size_t)(next - ends), records, state};
}

/// Goes over whole chunks as long as none has a quote; the first lies outside quotes.
INLINE void pass_unquoted(
    const uint8_t *bytes, size_t count, uint8_t delimiter, byte_scan_records *records,
    mask_function masks_of) {
  size_t position = records->position;
  size_t lines = 0;
  uint64_t latest = 0;
  size_t latest_position = 0;
  while (position + 64 <= count) {
    masks m = masks_of(bytes + position, delimiter);
    if (m.quote) break;
    lines += (size_t)__builtin_popcountll(m.newline);
    latest_position = m.newline ? position : latest_position;
    latest = m.newline ? m.newline : latest;
    position += 64;
  }
  if (position == records->position) return;
  records->lines += lines;
  records->records += lines;
  if (latest) {
    records->records_end = latest_position + 64 - (size_t)__builtin_clzll(latest);
    records->lines_in_records = records->lines;
  }
  records->position = position;
  records->state = state_behind(bytes[position - 1], delimiter);
}

INLINE void find_last_record(
    const uint8_t *bytes, size_t count, uint8_t delimiter, byte_scan_records *records,
    mask_function masks_of) {
  byte_scan_records r = *records;
  while (r.position < count) {
    if (r.state != byte_scan_quoted) pass_unquoted(bytes, count, delimiter, &r, masks_of);
    if (r.position >= count) break;
    size_t part = count - r.position < 64 ? count - r.position : 64;
    masks m = first(masks_of(bytes + r.position, delimiter), part);
    uint64_t newline = outside_quotes(m, bytes + r.position, part, delimiter, &r.state).newline;
    if (newline) {
      int last = 63 - __builtin_clzll(newline);
      uint64_t up_to_last = last == 63 ? ~(uint64_t)0 : ((uint64_t)1 << (last + 1)) - 1;
      r.records_end = r.position + (size_t)last + 1;
      r.lines_in_records = r.lines + (size_t)__builtin_popcountll(m.newline & up_to_last);
      r.records += (size_t)__builtin_popcountll(newline);
    }
    r.lines += (size_t)__builtin_popcountll(m.newline);
    r.position += part;
  }
  *records = r;
}

static void find_fields_baseline(
    const uint8_t *bytes, size_t count, uint8_t delimiter, uint32_t *ends, size_t capacity,
    byte_scan_fields *fields) {
  find_fields(bytes, count, delimiter, ends, capacity, fields, masks_baseline, lowest_baseline);
}

static void find_last_record_baseline(
    const uint8_t *bytes, size_t count, uint8_t delimiter, byte_scan_records *records) {
  find_last_record(bytes, count, delimiter, records, masks_baseline);
}

#if defined(__SSE2__)

/// 64 where there is no bit.
AVX2 INLINE uint32_t lowest_avx2(uint64_t bits) { return (uint32_t)_tzcnt_u64(bits); }

AVX2 static void find_fields_avx2(
    const uint8_t *bytes, size_t count, uint8_t delimiter, uint32_t *ends, size_t capacity,
    byte_scan_fields *fields) {
  find_fields(bytes, count, delimiter, ends, capacity, fields, masks_avx2, lowest_avx2);
}

AVX2 static void find_last_record_avx2(
    const uint8_t *bytes, size_t count, uint8_t delimiter, byte_scan_records *records) {
  find_last_record(bytes, count, delimiter, records, masks_avx2);
}

static int has_avx2(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
         __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
}

#endif

void byte_scan_find_fields(
    const uint8_t *bytes, size_t count, uint8_t delimiter, uint32_t *ends, size_t capacity,
    byte_scan_fields *fields) {
#if defined(__SSE2__)
  if (has_avx2()) return find_fields_avx2(bytes, count, delimiter, ends, capacity, fields);
#endif
  find_fields_baseline(bytes, count, delimiter, ends, capacity, fields);
}

void byte_scan_find_last_record(
    const uint8_t *bytes, size_t count, uint8_t delimiter, byte_scan_records *records) {
#if defined(__SSE2__)
  if (has_avx2()) return find_last_record_avx2(bytes, count, delimiter, records);
#endif
  find_last_record_baseline(bytes, count, delimiter, records);
}
