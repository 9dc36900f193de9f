package io.processdistro.controller.tasks.mandelbrot;

/**
 * Adler-32 (RFC 1950) of pieces that were summed separately. Of bytes d1..dn the checksum is b *
 * 65536 + a with a = 1 + sum(di) and b = n + sum((n - i + 1) * di), both modulo 65521; so behind a
 * piece with (a1, b1), one of length n with (a2, b2) gives a = a1 + a2 - 1 and b = b1 + b2 + n *
 * (a1 - 1).
 */
final class Adler32Sum {
  private static final long MODULUS = 65_521;

  private long a = 1;
  private long b;

  /**
   * @param adler32 of the next piece alone
   */
  void append(int adler32, long lengthBytes) {
    long nextA = adler32 & 0xffff;
    long nextB = adler32 >>> 16;
    b = (b + nextB + (lengthBytes % MODULUS) * (a + MODULUS - 1)) % MODULUS;
    a = (a + nextA + MODULUS - 1) % MODULUS;
  }

  int value() {
    return (int) (b << 16 | a);
  }
}
