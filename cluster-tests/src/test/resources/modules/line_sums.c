// A small module of a user: adds up the decimal numbers of a text, one on a line.
//   split    a chunk for every 100 lines
//   execute  the sum of a chunk's numbers, after SPIN rounds of idling per number; "trap" as a line traps
//   merge    the sum of the results
// A result is a decimal number and a line end, so merge reads what it writes.
//
// clang --target=wasm32 -std=c17 -O2 -nostdlib -ffreestanding -fuse-ld=lld \
//   -Wl,--no-entry,--strip-all,-z,stack-size=16384,--max-memory=67108864 -o line_sums.wasm line_sums.c

typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long long u64;

#define EXPORT(name) __attribute__((export_name(name), noinline))
#define LINES_PER_CHUNK 100
#define PAGE_BYTES 65536
#define SPIN 200

extern u8 __heap_base;
static u8 *next = &__heap_base;

static u8 *reserve(u32 size) {
  u8 *start = next;
  next += (size + 15u) & ~15u;
  u32 have = __builtin_wasm_memory_size(0) * PAGE_BYTES;
  if ((u32)next > have) {
    u32 pages = ((u32)next - have + PAGE_BYTES - 1) / PAGE_BYTES;
    if (__builtin_wasm_memory_grow(0, pages) == (__SIZE_TYPE__)-1) return 0;
  }
  return start;
}

EXPORT("alloc") u8 *alloc(u32 size) { return reserve(size); }

static u64 output(const u8 *start, u32 length) { return (u64)(u32)start << 32 | length; }

static void put_u32(u8 *at, u32 value) {
  for (int i = 0; i < 4; i++) at[i] = (u8)(value >> 8 * i);
}

static u32 get_u32(const u8 *at) { return at[0] | at[1] << 8 | at[2] << 16 | (u32)at[3] << 24; }

static u64 print(u64 value) {
  u8 *text = reserve(32);
  u8 *end = text + 32, *at = end;
  *--at = '\n';
  do *--at = (u8)('0' + value % 10); while (value /= 10);
  return output(at, (u32)(end - at));
}

// Costs time that the compiler cannot take away.
static u32 idle(u32 seed) {
  for (int i = 0; i < SPIN; i++) seed = seed * 1664525u + 1013904223u;
  return seed;
}

static u32 idled;

static u64 sum(const u8 *text, u32 length, int idling) {
  u64 total = 0, number = 0;
  for (u32 i = 0; i <= length; i++) {
    u8 c = i < length ? text[i] : '\n';
    if (c == 't') __builtin_trap();
    if (c >= '0' && c <= '9') {
      number = number * 10 + (c - '0');
      continue;
    }
    total += number;
    number = 0;
    if (idling) idled += idle(idled + i);
  }
  return total;
}

EXPORT("execute") u64 execute(const u8 *input, u32 length) { return print(sum(input, length, 1)); }

EXPORT("split") u64 split(const u8 *input, u32 length) {
  u32 lines = 0;
  for (u32 i = 0; i < length; i++) lines += input[i] == '\n';
  u8 *list = reserve(4 + length + 4 * (lines / LINES_PER_CHUNK + 2));
  if (!list) return ~0ull;
  u8 *at = list + 4;
  u32 chunks = 0;
  for (u32 from = 0; from < length || chunks == 0; chunks++) {
    u32 to = from;
    for (u32 seen = 0; to < length && seen < LINES_PER_CHUNK; to++) seen += input[to] == '\n';
    put_u32(at, to - from);
    at += 4;
    for (; from < to; from++) *at++ = input[from];
  }
  put_u32(list, chunks);
  return output(list, (u32)(at - list));
}

EXPORT("merge") u64 merge(const u8 *list, u32 length) {
  (void)length;
  u64 total = 0;
  const u8 *at = list + 4;
  for (u32 count = get_u32(list); count > 0; count--) {
    u32 size = get_u32(at);
    total += sum(at + 4, size, 0);
    at += 4 + size;
  }
  return print(total);
}
