package io.processdistro.tools.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.password4j.BcryptFunction;
import com.password4j.Password;
import com.password4j.types.Bcrypt;
import io.processdistro.tools.demo.DemoCheck.WrongResultException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A check that accepts a wrong result would be worse than none. */
class DemoCheckTest {
  private static final String SHA256_OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir private Path folder;

  @Test
  void aRightProductPassesAndOneWrongElementFails() throws Exception {
    var a = new NpyMatrix(2, 3, new double[] {1, 2, 3, 4, 5, 6});
    var b = new NpyMatrix(3, 2, new double[] {7, 8, 9, 10, 11, 12});

    assertThat(DemoCheck.matrix(a, b, new NpyMatrix(2, 2, new double[] {58, 64, 139, 154})))
        .contains("2 x 2");
    for (double wrong : new double[] {58 + 1e-9, Double.NaN, 0}) {
      var product = new NpyMatrix(2, 2, new double[] {wrong, 64, 139, 154});
      assertThatThrownBy(() -> DemoCheck.matrix(a, b, product))
          .isInstanceOf(WrongResultException.class)
          .hasMessageContaining("element (0, 0)");
    }
    assertThatThrownBy(() -> DemoCheck.matrix(a, b, new NpyMatrix(1, 4, new double[4])))
        .hasMessageContaining("shape");
  }

  @Test
  void aWrongCountOrAWrongPixelFails() throws Exception {
    // Of these four pixels only (1, 1), the point -0.75 + 0i, never escapes.
    var counts = new NpyMatrix(2, 2, new double[] {1, 3, 1, 50});
    var image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0xff);
    image.setRGB(1, 0, 0xff);
    image.setRGB(0, 1, 0xff);

    assertThat(DemoCheck.mandelbrot(image, counts, 50)).contains("4 iteration", "1 pixels");
    counts.values()[1] = 4;
    assertThatThrownBy(() -> DemoCheck.mandelbrot(image, counts, 50))
        .hasMessageContaining("pixel (1, 0)");
    counts.values()[1] = 3;
    image.setRGB(1, 1, 0xff);
    assertThatThrownBy(() -> DemoCheck.mandelbrot(image, counts, 50))
        .hasMessageContaining("pixel (1, 1) of the image is coloured");
  }

  @Test
  void aWrongHashOrAMissingLineFails() throws Exception {
    var heading = "password,hash";

    assertThat(DemoCheck.sha256(List.of("abc"), List.of(heading, "abc," + SHA256_OF_ABC)))
        .contains("1 SHA-256");
    var wrong = List.of(heading, "abc," + SHA256_OF_ABC.replace('b', 'c'));
    assertThatThrownBy(() -> DemoCheck.sha256(List.of("abc"), wrong))
        .hasMessageContaining("line 2");
    assertThatThrownBy(() -> DemoCheck.sha256(List.of("abc"), List.of(heading)))
        .hasMessageContaining("1 words became 0 lines");
  }

  @Test
  void bcryptOfAnotherWordOrAnotherCostFails() throws Exception {
    var hash = Password.hash("right").with(BcryptFunction.getInstance(Bcrypt.B, 4)).getResult();

    assertThat(DemoCheck.bcrypt(List.of("right"), List.of("password,hash", "right," + hash), 4))
        .contains("1 bcrypt");
    assertThatThrownBy(
            () -> DemoCheck.bcrypt(List.of("wrong"), List.of("password,hash", "wrong," + hash), 4))
        .isInstanceOf(WrongResultException.class);
    assertThatThrownBy(
            () -> DemoCheck.bcrypt(List.of("right"), List.of("password,hash", "right," + hash), 5))
        .isInstanceOf(WrongResultException.class);
  }

  @Test
  void matricesSurviveTheirFile() throws IOException {
    var matrix = NpyMatrix.random(7, 5, new Random(1));
    var file = folder.resolve("m.npy");
    matrix.write(file);

    var read = NpyMatrix.read(file);

    assertThat(read.rows()).isEqualTo(7);
    assertThat(read.columns()).isEqualTo(5);
    assertThat(read.values()).containsExactly(matrix.values());
    assertThat(Files.size(file) % 64).isEqualTo(7 * 5 * 8 % 64);
  }

  @Test
  void aTruncatedFileIsNotAMatrix() throws IOException {
    var file = folder.resolve("m.npy");
    NpyMatrix.random(7, 5, new Random(1)).write(file);
    Files.write(file, java.util.Arrays.copyOf(Files.readAllBytes(file), 200));

    assertThatThrownBy(() -> NpyMatrix.read(file)).isInstanceOf(IOException.class);
  }

  @Test
  void theInputsAreMadeOfRealWords() throws IOException {
    var text = folder.resolve("text.md");
    Files.writeString(
        text,
        "Sixty words from a page: "
            + "one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
            + "fifteen sixteen seventeen eighteen nineteen twenty red green blue yellow orange "
            + "purple brown black white grey north east south west spring summer autumn winter "
            + "monday tuesday wednesday thursday friday saturday sunday apple pear plum cherry");

    DemoInputs.main(new String[] {folder.toString(), text.toString()});

    assertThat(Files.readAllLines(folder.resolve("words.txt")))
        .contains("sixty", "cherry")
        .isSorted();
    assertThat(Files.readAllLines(folder.resolve("some-words.txt"))).hasSize(40);
    assertThat(NpyMatrix.read(folder.resolve("A.npy")).columns())
        .isEqualTo(NpyMatrix.read(folder.resolve("B.npy")).rows());
  }
}
