package io.processdistro.controller.tasks.mandelbrot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.zip.Adler32;
import org.junit.jupiter.api.Test;

class Adler32SumTest {
  @Test
  void theSumOfPiecesIsTheSumOfTheWhole() {
    for (long seed = 0; seed < 100; seed++) {
      var random = new Random(seed);
      var whole = new byte[random.nextInt(200_000)];
      random.nextBytes(whole);
      if (seed % 3 == 0) Arrays.fill(whole, (byte) 0xff);
      var sum = new Adler32Sum();
      for (int at = 0; at < whole.length; ) {
        int length = Math.min(whole.length - at, random.nextInt(70_000));
        sum.append(adler32(whole, at, length), length);
        at += length;
      }
      assertThat(sum.value()).as("seed %d", seed).isEqualTo(adler32(whole, 0, whole.length));
    }
  }

  private static int adler32(byte[] bytes, int from, int length) {
    var adler32 = new Adler32();
    adler32.update(bytes, from, length);
    return (int) adler32.getValue();
  }
}
