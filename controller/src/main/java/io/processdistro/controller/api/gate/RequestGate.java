package io.processdistro.controller.api.gate;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.controller.api.http.ApiException;
import io.processdistro.controller.security.HostNames;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The first that every request meets: gives the answer its protective headers, and refuses what no
 * client of ours sends, before anybody asks who sent it.
 *
 * <p>Web pages: a name that is not the controller's own (DNS rebinding), another origin, or a
 * browser's word that the request comes from elsewhere, ends it. Together with tokens that no
 * browser sends by itself, no page can do anything here.
 */
public final class RequestGate implements Handler<RoutingContext> {
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int UNSUPPORTED_MEDIA_TYPE = 415;
  private static final int MISDIRECTED = 421;

  private static final Set<HttpMethod> NEVER = Set.of(HttpMethod.TRACE, HttpMethod.CONNECT);

  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9._~@:+=,!$&'()*%-]*");

  /** Whatever could be decoded into a separator, a dot or a control character, or not at all. */
  private static final Pattern TRICK =
      Pattern.compile(
          "%(0[0-9a-f]|1[0-9a-f]|7f|2e|2f|5c|25|(?![0-9a-f]{2}))", Pattern.CASE_INSENSITIVE);

  private static final Set<String> FOREIGN_SITES = Set.of("cross-site", "same-site");

  private final HostNames hosts;

  public RequestGate(HostNames hosts) {
    this.hosts = hosts;
  }

  @Override
  public void handle(RoutingContext context) {
    var request = context.request();
    protect(context.response().headers());
    if (NEVER.contains(request.method())) {
      throw new ApiException(
          ErrorCode.INVALID_REQUEST,
          METHOD_NOT_ALLOWED,
          null,
          request.method() + " is not answered here",
          null);
    }
    requireOwnHost(request);
    requireOwnPage(request);
    requirePlainPath(request);
    requireUnencoded(request);
    context.next();
  }

  /** A page that wants more for itself, such as the dashboard, sets its own policy later. */
  private static void protect(MultiMap headers) {
    headers
        .set("X-Content-Type-Options", "nosniff")
        .set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        .set("X-Frame-Options", "DENY")
        .set("Referrer-Policy", "no-referrer")
        .set(HttpHeaders.DATE, DateTimeFormatter.RFC_1123_DATE_TIME.format(now()))
        .set("Cross-Origin-Resource-Policy", "same-origin")
        .set(HttpHeaders.CACHE_CONTROL, "no-store");
  }

  private static ZonedDateTime now() {
    return ZonedDateTime.now(ZoneOffset.UTC);
  }

  private void requireOwnHost(HttpServerRequest request) {
    var given = request.headers().getAll(HttpHeaders.HOST);
    if (given.size() != 1) throw ApiException.invalid("Host", "a request has one Host header");
    if (hosts.accept(given.getFirst())) return;
    throw new ApiException(
        ErrorCode.FORBIDDEN,
        MISDIRECTED,
        "Host",
        "this controller is not called so",
        "use its address, or start it with --allow-host NAME");
  }

  private static void requireOwnPage(HttpServerRequest request) {
    var site = request.getHeader("Sec-Fetch-Site");
    if (site != null && FOREIGN_SITES.contains(site) && !opensPage(request)) {
      throw foreign("Sec-Fetch-Site");
    }
    var own = request.scheme() + "://" + request.getHeader(HttpHeaders.HOST);
    for (var origin : request.headers().getAll(HttpHeaders.ORIGIN)) {
      if (!origin.equalsIgnoreCase(own)) throw foreign("Origin");
    }
  }

  /** Somebody follows a link to the dashboard: its page shows nothing until it has a token. */
  private static boolean opensPage(HttpServerRequest request) {
    return request.method() == HttpMethod.GET
        && request.path().equals("/")
        && "navigate".equals(request.getHeader("Sec-Fetch-Mode"))
        && "document".equals(request.getHeader("Sec-Fetch-Dest"));
  }

  private static ApiException foreign(String header) {
    return new ApiException(
        ErrorCode.FORBIDDEN, header, "web pages of other sites are not answered", null);
  }

  private static void requirePlainPath(HttpServerRequest request) {
    var uri = request.uri();
    int query = uri.indexOf('?');
    var path = query < 0 ? uri : uri.substring(0, query);
    if (isPlain(path)) return;
    throw ApiException.invalid(
        "path", "a path is segments of letters, digits and the like, as GET /v1/openapi.yaml says");
  }

  private static boolean isPlain(String path) {
    if (!path.startsWith("/") || path.contains("//") || TRICK.matcher(path).find()) return false;
    for (var segment : path.substring(1).split("/")) {
      if (segment.equals(".") || segment.equals("..")) return false;
      if (!SEGMENT.matcher(segment).matches()) return false;
    }
    return true;
  }

  private static void requireUnencoded(HttpServerRequest request) {
    for (var encoding : request.headers().getAll(HttpHeaders.CONTENT_ENCODING)) {
      if (encoding.equalsIgnoreCase("identity")) continue;
      throw new ApiException(
          ErrorCode.INVALID_REQUEST,
          UNSUPPORTED_MEDIA_TYPE,
          "Content-Encoding",
          "bodies are sent as they are, without Content-Encoding",
          null);
    }
  }
}
