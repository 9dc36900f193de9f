package io.processdistro.common.wire;

/**
 * What the self-test of a node's runner found.
 *
 * @param name of the engine's implementation; "GraalVM CE" is the one that compiles
 * @param compiling whether guests run as machine code; if not they are 70 to 700 times slower
 * @param scalarMillis time of the scalar self-test module; negative before the test
 * @param simdMillis time of the SIMD self-test module; negative before the test
 * @param warning empty, or why it is not fast, in one sentence
 */
public record EngineFacts(
    String name, boolean compiling, double scalarMillis, double simdMillis, String warning) {
  public static final EngineFacts UNKNOWN = new EngineFacts("", false, -1, -1, "");
}
