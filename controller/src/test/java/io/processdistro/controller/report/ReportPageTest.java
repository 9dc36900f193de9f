package io.processdistro.controller.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.controller.api.view.JobEventView;
import io.processdistro.controller.api.view.JobJson;
import io.processdistro.controller.api.view.LiveJson;
import io.processdistro.controller.api.view.NodeJson;
import io.processdistro.controller.api.view.ViewJson;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Whatever texts a job has, the page stays the page. */
class ReportPageTest {
  private static JobStory story(String text) {
    var job =
        new JobJson(
            text,
            text,
            text,
            1,
            text,
            text,
            ViewJson.lenient().createObjectNode().put(text, text),
            text,
            false,
            text,
            text,
            text,
            new JobJson.Progress(10, true, 4, 1, 0.4),
            text,
            text,
            new JobJson.Result(3, text, text, text, text, text),
            new JobJson.Failure(text, text, text, text, List.of(text), text),
            new JobJson.Timing(1, 2, 3, 6, 4, 3),
            new JobJson.Stats(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
            null);
    var live =
        new LiveJson.Job(
            job,
            null,
            new LiveJson.Tiles(12, 1, 4, "ddd" + "59rshx..?<"),
            new LiveJson.Slots(
                100,
                List.of(new LiveJson.SlotRow(text, text, 0)),
                List.of(
                    Arrays.asList(0, 5, 50, "run", 0, 4, text),
                    Arrays.asList(0, 50, null, text, 4, 8, text),
                    List.of("broken"))),
            List.of());
    var event = new JobEventView(text, text, text, text, text);
    var node =
        new NodeJson(
            text,
            text,
            text,
            2,
            1,
            0,
            1,
            text,
            null,
            text,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            List.of(text));
    return new JobStory(
        job,
        Optional.of(live),
        new JobEventView.Explanation(text, text, text, List.of(text), List.of(event)),
        List.of(node),
        Instant.EPOCH);
  }

  private static Document parse(String page) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "'><svg/onload=alert(1)>",
        "</title></style><script>alert(1)</script>",
        "]]><!-- &lt; &#60;script&#62; -->",
        "javascript:alert(1)",
        "\u0000\u0008\u001b[2J\u202e\ufffe \ud800 \ud83d\ude00 \u0085"
      })
  void noTextBecomesMarkup(String text) throws Exception {
    var expected = parse(ReportPage.of(story("plain"))).getElementsByTagName("*").getLength();

    var written = ReportPage.of(story(text));
    // In HTML, only these may end with "/>"; any other element would go on.
    assertThat(written).doesNotContainPattern("<(?!meta|rect)[a-z]+[^<>]*/>");
    var page = parse(written);

    var elements = page.getElementsByTagName("*");
    assertThat(elements.getLength()).isEqualTo(expected);
    for (int i = 0; i < elements.getLength(); i++) {
      var element = (Element) elements.item(i);
      assertThat(element.getTagName()).isNotIn("script", "img", "a", "link", "iframe");
      var attributes = element.getAttributes();
      for (int j = 0; j < attributes.getLength(); j++) {
        assertThat(attributes.item(j).getNodeName()).doesNotStartWith("on").isNotIn("href", "src");
      }
    }
  }
}
