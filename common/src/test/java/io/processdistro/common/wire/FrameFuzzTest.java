package io.processdistro.common.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes at all are a message, or refused with a sentence; nothing else comes out of the codec.
 * An ordinary test run mutates the seeds for two seconds; with {@code JAZZER_FUZZ=1} in the
 * environment and {@code -Djazzer.hooks=true -Dtest=FrameFuzzTest} Jazzer does for a minute.
 */
class FrameFuzzTest {
  private static final long MUTATING_SECONDS = 2;
  private static final int MUTATIONS_MAX = 300_000;

  private final CborCodec<NodeMessage> fromNode = new CborCodec<>(NodeMessage.class);
  private final CborCodec<ControllerMessage> fromController =
      new CborCodec<>(ControllerMessage.class);

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void isAMessageOrRefused(byte[] frame) {
    if (frame == null) return;
    tryAs(fromNode, frame);
    tryAs(fromController, frame);
  }

  private static <M> void tryAs(CborCodec<M> codec, byte[] frame) {
    try {
      var message = codec.decode(frame);
      assertThat(codec.encode(message).length).isLessThan(4 * WireLimits.FRAME_BYTES_MAX);
    } catch (WireException refused) {
      assertThat(refused.getMessage().length()).isBetween(5, 1_000);
    }
  }

  static Stream<Arguments> seeds() {
    return frames().stream().map(frame -> Arguments.of((Object) frame));
  }

  private static List<byte[]> frames() {
    var nodes = new CborCodec<NodeMessage>(NodeMessage.class);
    var controllers = new CborCodec<ControllerMessage>(ControllerMessage.class);
    return Stream.concat(
            CborCodecTest.nodeMessages().stream().map(nodes::encode),
            CborCodecTest.controllerMessages().stream().map(controllers::encode))
        .toList();
  }

  @Test
  void mutatedFramesAreMessagesOrRefused() {
    var frames = frames();
    var random = new Random(20_260_301);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MUTATING_SECONDS);
    for (int i = 0; i < MUTATIONS_MAX && System.nanoTime() < end; i++) {
      var frame = frames.get(random.nextInt(frames.size())).clone();
      isAMessageOrRefused(mutated(frame, random));
    }
  }

  private static byte[] mutated(byte[] frame, Random random) {
    int edits = 1 + random.nextInt(4);
    var changed = frame;
    for (int i = 0; i < edits && changed.length > 0; i++) {
      int at = random.nextInt(changed.length);
      switch (random.nextInt(4)) {
        case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> changed[at] = (byte) random.nextInt(256);
        case 2 -> changed = Arrays.copyOf(changed, at);
        case 3 -> {
          var longer = Arrays.copyOf(changed, changed.length + 9);
          System.arraycopy(changed, at, longer, at + 9, changed.length - at);
          random.nextBytes(longer);
          System.arraycopy(changed, 0, longer, 0, at);
          changed = longer;
        }
        default -> throw new AssertionError("four kinds of edits");
      }
    }
    return changed;
  }

  @Test
  void announcedLengthsAreNotBelieved() {
    // Byte string, text, array and map that say they hold 2^31-1, 2^32-1 or 2^63-1 of something.
    for (int major : new int[] {0x40, 0x60, 0x80, 0xa0}) {
      isAMessageOrRefused(new byte[] {(byte) (major | 26), 0x7f, -1, -1, -1, 1});
      isAMessageOrRefused(new byte[] {(byte) (major | 26), -1, -1, -1, -1, 1});
      isAMessageOrRefused(new byte[] {(byte) (major | 27), 0x7f, -1, -1, -1, -1, -1, -1, -1, 1});
    }
    var deep = new byte[100_000];
    Arrays.fill(deep, (byte) 0x81);
    isAMessageOrRefused(deep);
  }
}
