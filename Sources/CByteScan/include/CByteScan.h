// Finds the bytes that give a CSV file its shape, 64 at a time.
//
// Swift's own SIMD64<UInt8> comparison masks compile to something many times slower than a plain loop,
// so this room gives them in C: AVX2 where the processor has it (asked at run time), else SSE2 on x86-64,
// NEON on arm64, and a portable loop elsewhere. All of them find the same. A call is for a whole block: what
// is chosen at run time cannot be inlined.
#ifndef C_BYTE_SCAN_H
#define C_BYTE_SCAN_H

#include <stddef.h>
#include <stdint.h>

/// Where in the grammar of a CSV file the next byte stands.
///
/// A quote opens a field only as its first byte, so `12" PLATE` is text; inside a quoted field a doubled
/// quote is one quote; whatever follows a closing quote up to the delimiter belongs to the field.
enum byte_scan_state {
  /// At the first byte of a field.
  byte_scan_field_start = 0,
  /// In a field that is not quoted, or behind the closing quote and some text.
  byte_scan_text = 1,
  /// Inside quotes.
  byte_scan_quoted = 2,
  /// Just behind a quote that closed a field, or is the first half of a doubled one.
  byte_scan_closed = 3,
};

/// How far the search for the fields of a block is.
typedef struct {
  /// Bytes that were read.
  size_t position;
  /// Delimiters and line breaks outside quotes found so far.
  size_t found;
  /// Line breaks outside quotes among them.
  size_t records;
  enum byte_scan_state state;
} byte_scan_fields;

/// Adds to `ends` where each delimiter and each line break outside quotes stands, from `fields->position` to
/// `count` or until less than 64 of the `capacity` places are left.
///
/// `bytes` must be readable for 64 bytes behind `count`.
void byte_scan_find_fields(
    const uint8_t *_Nonnull bytes, size_t count, uint8_t delimiter, uint32_t *_Nonnull ends,
    size_t capacity, byte_scan_fields *_Nonnull fields);

/// How far the search for the last whole record of a block is.
typedef struct {
  /// Bytes that were read.
  size_t position;
  /// Behind the last line break outside quotes; 0 where there was none yet.
  size_t records_end;
  /// Line breaks up to `position`, those inside quotes too.
  size_t lines;
  /// Line breaks up to `records_end`.
  size_t lines_in_records;
  /// Line breaks outside quotes.
  size_t records;
  enum byte_scan_state state;
} byte_scan_records;

/// Moves on to `count`, a multiple of 64 behind `position` but for the end of the input.
///
/// `bytes` must be readable for 64 bytes behind `count`.
void byte_scan_find_last_record(
    const uint8_t *_Nonnull bytes, size_t count, uint8_t delimiter,
    byte_scan_records *_Nonnull records);

/// Asks for a piece of memory ahead of its use, for tables that no cache holds.
static inline __attribute__((always_inline)) void byte_scan_prefetch(const void *_Nonnull address) {
  __builtin_prefetch(address, 0, 1);
}

/// Tells the processor that this thread waits for another in a loop.
static inline __attribute__((always_inline)) void byte_scan_pause(void) {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ __volatile__("yield");
#endif
}

#endif
