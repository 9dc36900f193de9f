package io.processdistro.controller.api.content;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.module.ModuleLimits;
import io.processdistro.common.values.ContentHash;
import io.processdistro.controller.api.gate.Audits;
import io.processdistro.controller.api.gate.Endpoint;
import io.processdistro.controller.api.gate.GuardedRouter;
import io.processdistro.controller.api.http.Answers;
import io.processdistro.controller.api.http.ApiException;
import io.processdistro.controller.api.http.ApiLimits;
import io.processdistro.controller.api.http.JsonBody;
import io.processdistro.controller.api.jobs.JobAccess;
import io.processdistro.controller.api.view.ModuleJson;
import io.processdistro.controller.jobs.JobRefusedException;
import io.processdistro.controller.jobs.Jobs;
import io.processdistro.controller.modules.ModuleBook;
import io.processdistro.controller.security.AuditKind;
import io.processdistro.controller.store.BlobStore;
import io.processdistro.controller.store.ModuleRecord;
import io.processdistro.controller.tasks.InvalidJobException;
import io.processdistro.controller.tasks.modules.ModuleCheck;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code /v1/modules}: users' own modules, checked when they arrive, and their quarantine. */
public final class ModuleRoutes {
  private static final Pattern HASH_OR_PREFIX = Pattern.compile("[0-9a-f]{1,64}");

  private static final int HASH_LENGTH = 2 * ContentHash.BYTES;

  private final ModuleBook modules;
  private final ModuleCheck check;
  private final BlobStore blobs;
  private final WorkerExecutor workers;
  private final Jobs jobs;
  private final Audits audits;
  private final Answers answers;

  /** On the event loop only. */
  private int arriving;

  /**
   * @param workers read and rewrite modules
   */
  public ModuleRoutes(
      ModuleBook modules,
      ModuleCheck check,
      BlobStore blobs,
      WorkerExecutor workers,
      Jobs jobs,
      Audits audits,
      Answers answers) {
    this.modules = modules;
    this.check = check;
    this.blobs = blobs;
    this.workers = workers;
    this.jobs = jobs;
    this.audits = audits;
    this.answers = answers;
  }

  public void mount(GuardedRouter router) {
    router.on(Endpoint.PUT_MODULE, this::put);
    router.on(Endpoint.LIST_MODULES, this::list);
    router.on(Endpoint.GET_MODULE, this::show);
    router.on(Endpoint.RELEASE_MODULE, this::release);
  }

  private void put(RoutingContext context) {
    if (arriving >= ApiLimits.MODULES_ARRIVING_MAX) {
      throw new ApiException(
          ErrorCode.OVERLOADED,
          null,
          ApiLimits.MODULES_ARRIVING_MAX + " modules are being received already",
          "try again in a second");
    }
    var received = received(context);
    arriving++;
    received.onComplete(done -> arriving--);
    answers.json(context, 200, received.map(hash -> json(hash, context)));
  }

  private Future<ContentHash> received(RoutingContext context) {
    return JsonBody.read(
            context,
            ModuleLimits.MODULE_BYTES_MAX,
            "a module has at most " + ModuleLimits.MODULE_BYTES_MAX + " bytes (16 MiB)",
            "strip debug information and build with optimisation")
        .map(Buffer::getBytes)
        .compose(bytes -> workers.executeBlocking(() -> store(bytes), false));
  }

  /** On a worker. */
  private ContentHash store(byte[] bytes) throws JobRefusedException, IOException {
    try {
      var module = check.listed(bytes);
      var hash = blobs.put(ByteBuffer.wrap(module.bytes()));
      modules.seen(module);
      return hash;
    } catch (InvalidJobException e) {
      throw new JobRefusedException(e);
    }
  }

  private ModuleJson json(ContentHash hash, RoutingContext context) {
    return json(modules.find(hash).orElseThrow(), context);
  }

  /** What a module did in jobs of others is shown to those only who may see these. */
  private ModuleJson json(ModuleRecord module, RoutingContext context) {
    var principal = GuardedRouter.principalOf(context);
    return ModuleJsons.of(
        module, kill -> jobs.isVisible(kill.job(), JobAccess.visibleTo(principal)));
  }

  private void list(RoutingContext context) {
    var all = modules.startingWith("").stream().map(module -> json(module, context)).toList();
    answers.json(context, 200, new ModuleJson.Page(all));
  }

  private void show(RoutingContext context) {
    answers.json(context, 200, json(moduleOf(context), context));
  }

  private void release(RoutingContext context) {
    var hash = moduleOf(context).hash();
    modules.release(hash);
    audits.record(context, AuditKind.MODULE_RELEASED, Map.of("module", hash.toString()));
    answers.json(context, 200, json(hash, context));
  }

  /** To know a module's whole hash is to know the module; a part of it is a way of listing. */
  private ModuleRecord moduleOf(RoutingContext context) {
    var prefix = context.pathParam("sha256");
    if (!HASH_OR_PREFIX.matcher(prefix).matches()) {
      throw ApiException.invalid("sha256", "a module's hash is up to 64 characters of 0-9 and a-f");
    }
    boolean whole = prefix.length() == HASH_LENGTH;
    boolean mayList = Endpoint.LIST_MODULES.allows(GuardedRouter.principalOf(context).role());
    var found = whole || mayList ? modules.startingWith(prefix) : List.<ModuleRecord>of();
    if (found.size() == 1) return found.getFirst();
    throw found.isEmpty()
        ? new ApiException(
            ErrorCode.NOT_FOUND,
            "sha256",
            "there is no module " + prefix,
            "GET /v1/modules lists those that are known")
        : new ApiException(
            ErrorCode.CONFLICT,
            "sha256",
            "several modules start with " + prefix,
            "give more characters of the hash");
  }
}
