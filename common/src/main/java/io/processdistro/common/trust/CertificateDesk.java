package io.processdistro.common.trust;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.processdistro.common.state.ControllerAddress;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.URI;
import java.security.cert.X509Certificate;
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

  /** With a token for joining, of which one use is taken. */
  public Given join(String request, String token) throws IOException, JoinRefusedException {
    return ask(JOIN_PATH, request, Optional.of(token), Optional.empty());
  }

  /** With the operator's token, on his own machine. */
  public Given enrol(String request, String token) throws IOException, JoinRefusedException {
    return ask(RENEWAL_PATH, request, Optional.of(token), Optional.empty());
  }

  /** With the certificate that the node has. */
  public Given renew(String request, KeyedCertificate present)
      throws IOException, JoinRefusedException {
    return ask(RENEWAL_PATH, request, Optional.empty(), Optional.of(present));
  }

  private Given ask(
      String path, String request, Optional<String> token, Optional<KeyedCertificate> own)
      throws IOException, JoinRefusedException {
    var url = URI.create("https://" + controller + path).toURL();
    var connection = (HttpsURLConnection) url.openConnection(Proxy.NO_PROXY);
    try {
      connection.setSSLSocketFactory(ClientTls.context(authorities, own).getSocketFactory());
      connection.setRequestMethod("POST");
      connection.setInstanceFollowRedirects(false);
      connection.setConnectTimeout(MILLIS_MAX);
      connection.setReadTimeout(MILLIS_MAX);
      connection.setRequestProperty("Content-Type", "application/json");
      token.ifPresent(text -> connection.setRequestProperty("Authorization", "Bearer " + text));
      connection.setDoOutput(true);
      try (var body = connection.getOutputStream()) {
        body.write(MAPPER.writeValueAsBytes(Map.of("request", request)));
      }
      int status = connection.getResponseCode();
      if (status != 200) throw refusal(status, read(connection.getErrorStream()));
      return given(read(connection.getInputStream()));
    } finally {
      connection.disconnect();
    }
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

  private static JoinRefusedException refusal(int status, byte[] body) {
    var reason = "HTTP status " + status;
    try {
      var detail = MAPPER.readTree(body).path("detail").asText();
      if (!detail.isBlank()) reason = detail.replaceAll("\\p{Cntrl}", " ");
    } catch (IOException notJson) {
      // Then the status has to do.
    }
    return new JoinRefusedException(reason, status >= 400 && status < 500 && status != 429);
  }
}
