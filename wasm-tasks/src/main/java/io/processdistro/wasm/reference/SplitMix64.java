package io.processdistro.wasm.reference;

/** The finaliser of splitmix64, from which seeded matrices and salts are made. */
public final class SplitMix64 {
  private SplitMix64() {}

  public static long mix(long state) {
    long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
