package io.processdistro.controller.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.errors.ErrorKind;
import io.processdistro.common.values.ContentHash;
import io.processdistro.controller.tasks.mandelbrot.Mandelbrot;
import io.processdistro.controller.tasks.matrix.MatrixMul;
import io.processdistro.controller.tasks.passwords.PasswordHash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused at submit, and in which words: the field, and what is allowed. */
class RefusedRequestsTest {
  private static final ContentHash MODULE = ContentHash.of(new byte[] {1});

  @TempDir Path directory;
  private final MemoryBlobs blobs = new MemoryBlobs();
  private final TaskTypes types =
      new TaskTypes(
          List.of(new MatrixMul(MODULE), new Mandelbrot(MODULE), new PasswordHash(MODULE)));

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          matrix_mul | {} | params.size | a whole number from 1 to 32768, unless the inputs a and b are given
          matrix_mul | [] | params | params must be a JSON object, was an array
          matrix_mul | 5 | params | params must be a JSON object, was 5
          matrix_mul | "x" | params | params must be a JSON object, was the text "x"
          matrix_mul | null | params | params must be a JSON object, was null
          matrix_mul | {"size":0} | params.size | must be a whole number from 1 to 32768, was 0
          matrix_mul | {"size":-1} | params.size | from 1 to 32768, was -1
          matrix_mul | {"size":32769} | params.size | from 1 to 32768, was 32769
          matrix_mul | {"size":2147483648} | params.size | from 1 to 32768, was 2147483648
          matrix_mul | {"size":99999999999999999999999} | params.size | from 1 to 32768, was 99999999999999999999999
          matrix_mul | {"size":1e9} | params.size | from 1 to 32768, was 1.0E9
          matrix_mul | {"size":5e2} | params.size | from 1 to 32768, was 500.0
          matrix_mul | {"size":5.5} | params.size | from 1 to 32768, was 5.5
          matrix_mul | {"size":1e999999} | params.size | from 1 to 32768, was Infinity
          matrix_mul | {"size":NaN} | params.size | from 1 to 32768, was NaN
          matrix_mul | {"size":"512"} | params.size | from 1 to 32768, was the text "512"
          matrix_mul | {"size":true} | params.size | from 1 to 32768, was true
          matrix_mul | {"size":null} | params.size | from 1 to 32768, was null
          matrix_mul | {"size":[5]} | params.size | from 1 to 32768, was an array
          matrix_mul | {"size":{}} | params.size | from 1 to 32768, was an object
          matrix_mul | {"size":4,"seed":-1} | params.seed | from 0 to 9223372036854775807, was -1
          matrix_mul | {"size":4,"seed":9223372036854775808} | params.seed | was 9223372036854775808
          matrix_mul | {"Size":4} | params.Size | "Size" is unknown to matrix_mul; known: size, seed
          mandelbrot | {} | params.width | params.width must be a whole number from 1 to 65536, is missing
          mandelbrot | {"width":5} | params.height | from 1 to 65536, is missing
          mandelbrot | {"width":0,"height":5} | params.width | from 1 to 65536, was 0
          mandelbrot | {"width":65537,"height":5} | params.width | from 1 to 65536, was 65537
          mandelbrot | {"width":5,"height":-7} | params.height | from 1 to 65536, was -7
          mandelbrot | {"width":65536,"height":65536} | params.height | 65536 x 65536 pixels; allowed are 1 to 2147483648
          mandelbrot | {"width":5,"height":5,"max_iterations":0} | params.max_iterations | from 1 to 10000000, was 0
          mandelbrot | {"width":5,"height":5,"max_iterations":10000001} | params.max_iterations | from 1 to 10000000
          mandelbrot | {"width":5,"height":5,"x_min":NaN} | params.x_min | a number from -1000 to 1000, was NaN
          mandelbrot | {"width":5,"height":5,"x_min":"-2"} | params.x_min | a number from -1000 to 1000, was the text "-2"
          mandelbrot | {"width":5,"height":5,"y_max":1e400} | params.y_max | a number from -1000 to 1000, was Infinity
          mandelbrot | {"width":5,"height":5,"y_max":1000.5} | params.y_max | a number from -1000 to 1000, was 1000.5
          mandelbrot | {"width":5,"height":5,"x_min":1} | params.x_min | less than x_max, was 1.0 and 1.0
          mandelbrot | {"width":5,"height":5,"y_min":2,"y_max":1} | params.y_min | less than y_max, was 2.0 and 1.0
          mandelbrot | {"width":5,"height":5,"region":[1,2,3]} | params.region | [x_min, x_max, y_min, y_max] or an object
          mandelbrot | {"width":5,"height":5,"region":{"xmin":1}} | params.region | [x_min, x_max, y_min, y_max] or an object
          mandelbrot | {"width":5,"height":5,"region":[1,2,"a",4]} | params.region.y_min | was the text "a"
          mandelbrot | {"width":5,"height":5,"region":{"x_min":7}} | params.region.x_min | was 7.0 and 1.0
          mandelbrot | {"width":5,"height":5,"region":[0,1,0,1],"x_min":0} | params.region | exclude each other
          password_hash | {"algorithm":"sha256"} | inputs.passwords | the input passwords is missing
          """)
  void parametersAreRefused(String type, String params, String field, String message)
      throws Exception {
    assertRefused(type, Requests.of(params, Map.of()), field, message);
  }

  @ParameterizedTest(name = "{index}: {0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {} | params.algorithm | must be one of bcrypt, sha256, sha512; it is missing
          {"algorithm":"md5"} | params.algorithm | must be one of bcrypt, sha256, sha512; it was the text "md5"
          {"algorithm":"BCRYPT"} | params.algorithm | must be one of bcrypt, sha256, sha512
          {"algorithm":5} | params.algorithm | it was 5
          {"algorithm":"bcrypt","cost":3} | params.cost | from 4 to 15, was 3
          {"algorithm":"bcrypt","cost":16} | params.cost | from 4 to 15, was 16
          {"algorithm":"bcrypt","cost":"10"} | params.cost | from 4 to 15, was the text "10"
          {"algorithm":"bcrypt","rounds":10} | params.rounds | known: algorithm, cost, mode, seed
          {"algorithm":"sha256","cost":10} | params.cost | goes with algorithm bcrypt in mode hash only
          {"algorithm":"sha512","seed":1} | params.seed | goes with algorithm bcrypt in mode hash only
          {"algorithm":"bcrypt","mode":"audit","cost":10} | params.cost | goes with algorithm bcrypt in mode hash only
          {"algorithm":"sha256","mode":"crack"} | params.mode | must be one of hash, audit
          {"algorithm":"sha256","mode":"audit"} | inputs.hashes | the input hashes is missing
          """)
  void parametersOfPasswordHashAreRefused(String params, String field, String message)
      throws Exception {
    var list = Files.writeString(directory.resolve("list"), "word\n");
    assertRefused("password_hash", Requests.of(params, Map.of("passwords", list)), field, message);
  }

  @ParameterizedTest(name = "{0} given {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          matrix_mul    | {}                     | a           | inputs.b         | the input b is missing
          matrix_mul    | {}                     | b           | inputs.a         | the input a is missing
          matrix_mul    | {}                     | a,c         | inputs.c         | "c" is unknown to matrix_mul; known: a, b
          matrix_mul    | {'size':5}             | a,b         | params.size      | exclude each other
          matrix_mul    | {'seed':5}             | a,b         | params.seed      | goes with params.size
          mandelbrot    | {'width':5,'height':5} | a           | inputs.a         | it takes none
          password_hash | {'algorithm':'sha256'} | password    | inputs.password  | known: passwords, hashes
          password_hash | {'algorithm':'sha256'} | passwords,hashes | inputs.hashes | goes with mode audit only
          """,
      quoteCharacter = '`')
  void inputsAreRefused(String type, String params, String inputs, String field, String message)
      throws Exception {
    var file = Files.writeString(directory.resolve("file"), "x");
    var given = new HashMap<String, Path>();
    for (var name : inputs.split(",")) given.put(name, file);
    assertRefused(type, Requests.of(params.replace('\'', '"'), given), field, message);
  }

  @ParameterizedTest(name = "{0} as {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          matrix_mul | png | .npy
          matrix_mul | ''  | .npy
          mandelbrot | jpg | .png, .npy
          mandelbrot | csv | .png, .npy
          """)
  void formatsThatAreNotWrittenAreRefused(String type, String format, String allowed)
      throws Exception {
    var params = type.equals("matrix_mul") ? "{\"size\":5}" : "{\"width\":5,\"height\":5}";
    assertRefused(
        type,
        Requests.of(params, Map.of(), format),
        "output_format",
        "cannot be written by " + type + "; allowed: " + allowed);
  }

  @Test
  void extensionsCountInAnyCase() throws Exception {
    var request = Requests.of("{\"width\":5,\"height\":5}", Map.of(), "NPY");
    assertThat(types.find("mandelbrot").plan(request, blobs).resultFormat())
        .isEqualTo(ResultFormat.NPY);
  }

  @ParameterizedTest(name = "{index}: {0}")
  @CsvSource({
    "matrix-mul, did you mean matrix_mul?",
    "matmul, did you mean matrix_mul?",
    "Mandelbrodt, did you mean mandelbrot?",
    "password, did you mean password_hash?",
    "fractal, ''",
    "'', ''"
  })
  void unknownTaskTypesAreRefusedWithTheOneProbablyMeant(String written, String hint) {
    assertThatThrownBy(() -> types.find(written))
        .isInstanceOfSatisfying(
            InvalidJobException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_TASK_TYPE);
              assertThat(e.field()).isEqualTo("task_type");
              assertThat(e.hint()).isEqualTo(hint);
            })
        .hasMessageContaining("known are matrix_mul, mandelbrot, password_hash");
  }

  @ParameterizedTest(name = "{index}: {0}")
  @CsvSource({
    "{\"widht\":5}, did you mean width?",
    "{\"maxIterations\":5}, did you mean max_iterations?",
    "{\"iterations\":5}, did you mean max_iterations?",
    "{\"colour\":5}, ''"
  })
  void unknownParametersAreRefusedWithTheOneProbablyMeant(String params, String hint)
      throws Exception {
    var e = refusal("mandelbrot", Requests.of(params, Map.of()));
    assertThat(e.hint()).isEqualTo(hint);
  }

  @Test
  void foreignTextInMessagesIsBoundedAndPrintable() throws Exception {
    var params = "{\"%s\":5}".formatted("\\u001b[31m" + "x".repeat(5000));
    var e = refusal("mandelbrot", Requests.of(params, Map.of()));
    assertThat(e.getMessage()).hasSizeLessThan(300).matches("[\\x20-\\x7e]+");
    assertThat(e.field()).hasSizeLessThan(60).matches("[\\x20-\\x7e]+");
  }

  @Test
  void everyTypeDescribesWhatItTakes() {
    assertThat(types.all())
        .allSatisfy(
            type -> {
              var description = type.describe();
              assertThat(description.name()).isEqualTo(type.name());
              assertThat(description.summary()).isNotBlank();
              assertThat(description.formats()).isNotEmpty();
              assertThat(description.parameters())
                  .allSatisfy(parameter -> assertThat(parameter.allowed()).isNotBlank());
            });
  }

  private void assertRefused(String type, JobRequest request, String field, String message)
      throws Exception {
    var refusal = refusal(type, request);
    assertThat(refusal.field()).isEqualTo(field);
    assertThat(refusal).hasMessageContaining(message);
    assertThat(refusal.code().kind()).isEqualTo(ErrorKind.USER);
  }

  private InvalidJobException refusal(String type, JobRequest request) throws Exception {
    try {
      types.find(type).plan(request, blobs);
    } catch (InvalidJobException e) {
      return e;
    }
    throw new AssertionError("not refused: " + request.params());
  }
}
