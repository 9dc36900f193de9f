package io.processdistro.common.doctor;

import io.processdistro.common.state.ControllerTarget;
import io.processdistro.common.trust.Authorities;
import io.processdistro.common.trust.ClientTls;
import io.processdistro.common.trust.ControllerTrust;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Whether a controller answers, and how its clock differs from ours.
 *
 * @param ahead how far its clock is ahead of ours; empty if it did not say
 */
public record ControllerFacts(String address, Answer answer, Optional<Duration> ahead) {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
  private static final Duration AHEAD_WANTED = Duration.ofSeconds(30);

  /** Certificates are valid from an hour before they are made. */
  private static final Duration AHEAD_MAX = Duration.ofMinutes(30);

  /** What came of asking it. */
  public enum Answer {
    ANSWERED,
    REFUSED,
    SILENT,
    UNTRUSTED,
    BROKEN
  }

  /** Asks whether it is healthy, which needs no token. */
  public static ControllerFacts gather(ControllerTarget target, InstantSource clock) {
    var address = target.address().toString();
    return switch (target.trust()) {
      case ControllerTrust.Plain() -> ask(address, target, clock, Optional.empty());
      case ControllerTrust.Known(var authorities) ->
          ask(address, target, clock, Optional.of(authorities));
      case ControllerTrust.Pinned pinned -> new ControllerFacts(address, knock(target));
      case ControllerTrust.Unknown unknown -> new ControllerFacts(address, knock(target));
    };
  }

  private ControllerFacts(String address, Answer answer) {
    this(address, answer, Optional.empty());
  }

  /** Only whether anybody listens: whom to believe there is not known, so nothing is asked. */
  private static Answer knock(ControllerTarget target) {
    var address = new InetSocketAddress(target.address().host(), target.address().port());
    try (var socket = new Socket()) {
      socket.connect(address, (int) CONNECT_MAX.toMillis());
      return Answer.ANSWERED;
    } catch (SocketTimeoutException late) {
      return Answer.SILENT;
    } catch (IOException e) {
      return answerOf(e);
    }
  }

  private static ControllerFacts ask(
      String address, ControllerTarget target, InstantSource clock, Optional<Authorities> known) {
    var builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(CONNECT_MAX);
    known.ifPresent(
        authorities -> builder.sslContext(ClientTls.context(authorities, Optional.empty())));
    try (var client = builder.build()) {
      var request = HttpRequest.newBuilder(URI.create(target.baseUrl() + "/healthz"));
      var answer = client.send(request.timeout(CONNECT_MAX).build(), BodyHandlers.discarding());
      var ahead = answer.headers().firstValue("Date").flatMap(date -> ahead(date, clock));
      return new ControllerFacts(address, Answer.ANSWERED, ahead);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new ControllerFacts(address, Answer.BROKEN);
    } catch (IOException e) {
      return new ControllerFacts(address, answerOf(e));
    }
  }

  private static Answer answerOf(IOException e) {
    return switch (e) {
      case HttpConnectTimeoutException late -> Answer.SILENT;
      case ConnectException refused -> Answer.REFUSED;
      case SSLException tls -> Answer.UNTRUSTED;
      default -> Answer.BROKEN;
    };
  }

  private static Optional<Duration> ahead(String date, InstantSource clock) {
    try {
      Instant there = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(Duration.between(clock.instant(), there));
    } catch (DateTimeParseException notADate) {
      return Optional.empty();
    }
  }

  public List<Finding> judge() {
    return List.of(reached(), clock());
  }

  private Finding reached() {
    return switch (answer) {
      case ANSWERED -> Finding.ok("controller", address + " answers");
      case REFUSED ->
          Finding.problem(
              "controller",
              "nobody listens at " + address,
              "start it with \"controller start\"; for other machines with --bind 0.0.0.0");
      case SILENT ->
          Finding.problem(
              "controller",
              address + " does not answer at all",
              "check the address, and that no firewall on the way drops TCP to this port");
      case UNTRUSTED ->
          Finding.problem(
              "controller",
              address + " shows a certificate that is not believed here",
              "join again with a new token, or check that it is the controller that is meant");
      case BROKEN ->
          Finding.problem(
              "controller",
              address + " breaks the connection off",
              "check that a controller of this version listens there");
    };
  }

  private Finding clock() {
    if (ahead.isEmpty()) {
      return Finding.notChecked("clock", "the controller did not say what time it has");
    }
    var difference = ahead.get().abs();
    var found = "the controller's clock differs by " + difference.toSeconds() + " s";
    if (difference.compareTo(AHEAD_WANTED) <= 0) return Finding.ok("clock", found);
    var remedy = "let both machines set their clocks by NTP (timedatectl set-ntp true)";
    return difference.compareTo(AHEAD_MAX) <= 0
        ? Finding.warning("clock", found, remedy)
        : Finding.problem("clock", found + ": certificates seem to be of another time", remedy);
  }
}
