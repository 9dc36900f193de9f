package io.processdistro.common.trust;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.processdistro.common.state.ControllerAddress;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.NodeName;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;

/**
 * Where a controller gives certificates to nodes, as nodes see it. Every call opens a connection
 * that believes the given authorities alone, and blocks.
 */
public final class CertificateDesk {
  /** Takes a token for joining. */
  public static final String JOIN_PATH = "/v1/join";

  /** Takes a node's present certificate, or the operator's token. */
  public static final String RENEWAL_PATH = "/v1/nodes/certificate";

  /** Takes the question of a node without a token. */
  public static final String ADMISSION_PATH = "/v1/join/admissions";

  /** Tells such a node how things stand. */
  public static final String ADMISSION_POLL_PATH = "/v1/join/admissions/poll";

  private static final String HEALTH_PATH = "/healthz";
  private static final int OK = 200;
  private static final int ACCEPTED = 202;
  private static final int NOT_FOUND = 404;
  private static final int MILLIS_MAX = 10_000;
  private static final int ANSWER_BYTES_MAX = 64 << 10;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final ControllerAddress controller;
  private final Authorities authorities;

  public CertificateDesk(ControllerAddress controller, Authorities authorities) {
    this.controller = controller;
    this.authorities = authorities;
  }

  /**
   * What was given.
   *
   * @param authorities those to believe from now on
   */
  public record Given(X509Certificate certificate, Authorities authorities) {}

  /**
   * The controller's part of a question.
   *
   * @param ticket what to ask again with; a secret
   */
  public record Asked(String ticket, byte[] nonce) {
    /** Without the ticket. */
    @Override
    public String toString() {
      return "Asked[]";
    }
  }

  /** How things stand with a question. */
  public sealed interface Standing {
    record Pending() implements Standing {}

    record Admitted(Given given) implements Standing {}

    /** The controller has started anew, or not heard of this node for long. */
    record Forgotten() implements Standing {}
  }

  /** Makes sure that somebody of these authorities answers; nothing secret is sent. */
  public void greet() throws IOException {
    var connection = open(HEALTH_PATH, Optional.empty());
    try {
      connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }

  /** With a token for joining, of which one use is taken. */
  public Given join(String request, String token) throws IOException, JoinRefusedException {
    return certify(JOIN_PATH, request, Optional.of(token), Optional.empty());
  }

  /** With the operator's token, on his own machine. */
  public Given enrol(String request, String token) throws IOException, JoinRefusedException {
    return certify(RENEWAL_PATH, request, Optional.of(token), Optional.empty());
  }

  /** With the certificate that the node has. */
  public Given renew(String request, KeyedCertificate present)
      throws IOException, JoinRefusedException {
    return certify(RENEWAL_PATH, request, Optional.empty(), Optional.of(present));
  }

  /** Without a token; a person decides. */
  public Asked askAdmission(String request, NodeName name, ContentHash commitment)
      throws IOException, JoinRefusedException {
    var question =
        Map.of("name", name.text(), "request", request, "commitment", commitment.toString());
    var answer = post(ADMISSION_PATH, question, Optional.empty(), Optional.empty());
    if (answer.status() != ACCEPTED) throw refusal(answer);
    var json = MAPPER.readTree(answer.body());
    try {
      return new Asked(
          json.path("ticket").asText(), HexFormat.of().parseHex(json.path("nonce").asText()));
    } catch (IllegalArgumentException e) {
      throw new IOException("the controller answered with something else than a nonce", e);
    }
  }

  /**
   * @param nonce of the commitment
   */
  public Standing pollAdmission(Asked asked, byte[] nonce)
      throws IOException, JoinRefusedException {
    var question = Map.of("ticket", asked.ticket(), "nonce", HexFormat.of().formatHex(nonce));
    var answer = post(ADMISSION_POLL_PATH, question, Optional.empty(), Optional.empty());
    return switch (answer.status()) {
      case OK -> new Standing.Admitted(given(answer.body()));
      case ACCEPTED -> new Standing.Pending();
      case NOT_FOUND -> new Standing.Forgotten();
      default -> throw refusal(answer);
    };
  }

  private Given certify(
      String path, String request, Optional<String> token, Optional<KeyedCertificate> own)
      throws IOException, JoinRefusedException {
    var answer = post(path, Map.of("request", request), token, own);
    if (answer.status() != OK) throw refusal(answer);
    return given(answer.body());
  }

  private record Answer(int status, byte[] body) {}

  private Answer post(
      String path,
      Map<String, String> question,
      Optional<String> token,
      Optional<KeyedCertificate> own)
      throws IOException {
    var connection = open(path, own);
    try {
      connection.setRequestMethod("POST");
      connection.setRequestProperty("Content-Type", "application/json");
      token.ifPresent(text -> connection.setRequestProperty("Authorization", "Bearer " + text));
      connection.setDoOutput(true);
      try (var body = connection.getOutputStream()) {
        body.write(MAPPER.writeValueAsBytes(question));
      }
      int status = connection.getResponseCode();
      boolean good = status == OK || status == ACCEPTED;
      return new Answer(
          status, read(good ? connection.getInputStream() : connection.getErrorStream()));
    } finally {
      connection.disconnect();
    }
  }

  private HttpsURLConnection open(String path, Optional<KeyedCertificate> own) throws IOException {
    var url = URI.create("https://" + controller + path).toURL();
    var connection = (HttpsURLConnection) url.openConnection(Proxy.NO_PROXY);
    connection.setSSLSocketFactory(ClientTls.context(authorities, own).getSocketFactory());
    connection.setInstanceFollowRedirects(false);
    connection.setConnectTimeout(MILLIS_MAX);
    connection.setReadTimeout(MILLIS_MAX);
    return connection;
  }

  private static byte[] read(InputStream stream) throws IOException {
    if (stream == null) return new byte[0];
    try (stream) {
      return stream.readNBytes(ANSWER_BYTES_MAX);
    }
  }

  private static Given given(byte[] answer) throws IOException {
    var json = MAPPER.readTree(answer);
    try {
      return new Given(
          Pem.certificates(json.path("certificate").asText()).getFirst(),
          Authorities.parse(json.path("authorities").asText()));
    } catch (IllegalArgumentException e) {
      throw new IOException("the controller answered with something else than a certificate", e);
    }
  }

  private static JoinRefusedException refusal(Answer answer) {
    int status = answer.status();
    var reason = "HTTP status " + status;
    try {
      var detail = MAPPER.readTree(answer.body()).path("detail").asText();
      if (!detail.isBlank()) reason = detail.replaceAll("\\p{Cntrl}", " ");
    } catch (IOException notJson) {
      // Then the status has to do.
    }
    return new JoinRefusedException(reason, status >= 400 && status < 500 && status != 429);
  }
}
