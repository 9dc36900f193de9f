// The runner's self-test: the same small amount of arithmetic as scalar code and as SIMD code, and a loop without an end.
// Native ABI; input: u32 mode (0 scalar, 1 SIMD, 2 endless), u32 calls; output: 8 bytes of result.
#include <stdint.h>
#include <wasm_simd128.h>

static uint8_t input[16];
static uint64_t output;

__attribute__((export_name("alloc"))) void *alloc(uint32_t size) { return size <= sizeof input ? input : 0; }

__attribute__((noinline)) static uint64_t scalar(uint64_t x) {
  for (int i = 0; i < 1000; i++) x = x * 6364136223846793005u + 1442695040888963407u;
  return x;
}

__attribute__((noinline)) static v128_t simd(v128_t x) {
#pragma clang loop unroll(disable) // compiled at every start of a runner: small
  for (int i = 0; i < 20; i++) x = wasm_f64x2_add(wasm_f64x2_mul(x, wasm_f64x2_splat(0.5)), wasm_f64x2_splat(1.25));
  return x;
}

__attribute__((noinline)) static void endless(void) {
  volatile uint32_t turns = 0;
  for (;;) turns++;
}

__attribute__((export_name("execute"))) int64_t execute(const uint32_t *request, uint32_t length) {
  if (length != 8) return -2;
  uint32_t mode = request[0], calls = request[1];
  if (mode == 0) {
    uint64_t x = 1;
    for (uint32_t i = 0; i < calls; i++) x = scalar(x);
    output = x;
  } else if (mode == 1) {
    v128_t x = wasm_f64x2_splat(1);
    for (uint32_t i = 0; i < calls; i++) x = simd(x);
    output = (uint64_t)wasm_i64x2_extract_lane(x, 0);
  } else if (mode == 2) {
    endless();
  } else {
    return -4;
  }
  return (int64_t)((uint64_t)(uintptr_t)&output << 32 | sizeof output);
}
