package io.processdistro.controller.api.content;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.ContentHash;
import io.processdistro.controller.api.gate.Endpoint;
import io.processdistro.controller.api.gate.GuardedRouter;
import io.processdistro.controller.api.http.Answers;
import io.processdistro.controller.api.http.ApiException;
import io.processdistro.controller.api.http.ApiLimits;
import io.processdistro.controller.api.http.ExpectContinue;
import io.processdistro.controller.api.http.JsonBody;
import io.processdistro.controller.security.Principal;
import io.processdistro.controller.store.BlobStore;
import io.processdistro.controller.store.StoredBlob;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.BiPredicate;

/** {@code /v1/blobs/{sha256}}: contents in and out, streamed. */
public final class BlobRoutes {
  private final Vertx vertx;
  private final BlobStore blobs;
  private final WorkerExecutor workers;
  private final BiPredicate<Principal, ContentHash> readable;
  private final Answers answers;

  /**
   * @param workers write uploads to disk and hash them
   * @param readable who may read what, beyond the roles
   */
  public BlobRoutes(
      Vertx vertx,
      BlobStore blobs,
      WorkerExecutor workers,
      BiPredicate<Principal, ContentHash> readable,
      Answers answers) {
    this.vertx = vertx;
    this.blobs = blobs;
    this.workers = workers;
    this.readable = readable;
    this.answers = answers;
  }

  public void mount(GuardedRouter router) {
    router.on(Endpoint.PUT_BLOB, this::put);
    router.on(Endpoint.GET_BLOB, this::get);
    router.on(Endpoint.HEAD_BLOB, this::head);
  }

  private static ContentHash hashOf(RoutingContext context) {
    try {
      return ContentHash.parse(context.pathParam("sha256"));
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid("sha256", e.getMessage());
    }
  }

  /** In memory as a rule; a blob of before the start is read once, by a worker. */
  private Future<Optional<StoredBlob>> load(ContentHash hash) {
    var found = blobs.find(hash);
    return found.isPresent()
        ? Future.succeededFuture(found)
        : workers.executeBlocking(() -> blobs.load(hash), false);
  }

  private Future<StoredBlob> stored(RoutingContext context) {
    var hash = hashOf(context);
    return load(hash).map(blob -> require(blob, hash));
  }

  private static StoredBlob require(Optional<StoredBlob> blob, ContentHash hash) {
    return blob.orElseThrow(
        () ->
            new ApiException(
                ErrorCode.NOT_FOUND,
                "sha256",
                "the blob " + hash + " is not stored here",
                "PUT it to this path"));
  }

  private void get(RoutingContext context) {
    requireReadable(context);
    stored(context)
        .compose(blob -> describe(context, blob).response().sendFile(blob.path().toString()))
        .onFailure(context::fail);
  }

  private void requireReadable(RoutingContext context) {
    if (readable.test(GuardedRouter.principalOf(context), hashOf(context))) return;
    throw new ApiException(
        ErrorCode.FORBIDDEN, "sha256", "no lease of this node names this blob", null);
  }

  private void head(RoutingContext context) {
    stored(context)
        .compose(
            blob ->
                describe(context, blob)
                    .response()
                    .putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(blob.lengthBytes()))
                    .end())
        .onFailure(context::fail);
  }

  private static RoutingContext describe(RoutingContext context, StoredBlob blob) {
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/octet-stream")
        .putHeader(HttpHeaders.ETAG, '"' + blob.hash().toString() + '"');
    return context;
  }

  private void put(RoutingContext context) {
    var hash = hashOf(context);
    var request = context.request();
    refuseUnreadable(request);
    request.pause();
    load(hash)
        .compose(
            known -> {
              if (known.isEmpty()) return receive(context, hash).map(201);
              request.resume();
              return Future.succeededFuture(200);
            })
        .onSuccess(status -> context.response().setStatusCode(status).end())
        .onFailure(context::fail);
  }

  private Future<StoredBlob> receive(RoutingContext context, ContentHash hash) {
    return workers
        .executeBlocking(() -> blobs.openSink(ApiLimits.BLOB_BYTES_MAX), false)
        .compose(
            sink -> {
              var upload = new BlobUpload(vertx, sink, hash, workers);
              ExpectContinue.ask(context);
              return receive(context.request(), upload);
            });
  }

  private static void refuseUnreadable(HttpServerRequest request) {
    if (JsonBody.lengthOf(request) > ApiLimits.BLOB_BYTES_MAX) {
      throw new ApiException(
          ErrorCode.TOO_LARGE,
          "Content-Length",
          "a blob has at most " + ApiLimits.BLOB_BYTES_MAX + " bytes",
          null);
    }
  }

  private static Future<StoredBlob> receive(HttpServerRequest request, BlobUpload upload) {
    request.pipe().endOnFailure(false).to(upload).onFailure(ignored -> upload.abort());
    return upload.stored();
  }
}
