package io.processdistro.controller.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.processdistro.common.state.ControllerTarget;
import io.processdistro.common.text.NearestName;
import io.processdistro.common.trust.PinnedToken;
import io.processdistro.common.values.ContentHash;
import io.processdistro.controller.api.view.AdmissionJson;
import io.processdistro.controller.api.view.DryRunJson;
import io.processdistro.controller.api.view.EstimateJson;
import io.processdistro.controller.api.view.JobEventView;
import io.processdistro.controller.api.view.JobJson;
import io.processdistro.controller.api.view.JobSubmission;
import io.processdistro.controller.api.view.JoinJson;
import io.processdistro.controller.api.view.ModuleJson;
import io.processdistro.controller.api.view.NodeJson;
import io.processdistro.controller.api.view.OverviewJson;
import io.processdistro.controller.api.view.TokenJson;
import io.processdistro.controller.api.view.UiJson;
import io.processdistro.controller.api.view.ViewJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The API of one controller as methods. Every method blocks until the answer is there and may be
 * called by several threads at once. {@link UnreachableException}: no connection; {@link
 * RefusedException}: the controller said no.
 */
public final class ControllerClient implements AutoCloseable {
  private static final int PAGE_MAX = 500;
  private static final Duration ANSWER_MAX = Duration.ofSeconds(30);

  /** Submitting plans the job, which reads its inputs; the server bounds them. */
  private static final Duration SUBMIT_MAX = Duration.ofMinutes(10);

  private final ControllerTarget target;
  private final HttpCalls http;
  private final JsonMapper json = ViewJson.lenient();

  public ControllerClient(ControllerTarget target) {
    this.target = target;
    this.http = new HttpCalls(target, json);
  }

  /**
   * Asks for a job. Safe to repeat with the same key: one key makes one job.
   *
   * @param idempotencyKey 1 to 128 printable ASCII characters
   */
  public JobJson submit(JobSubmission submission, String idempotencyKey) throws ClientException {
    return http.post("/v1/jobs", encode(submission), idempotencyKey, SUBMIT_MAX, JobJson.class);
  }

  /**
   * @param id a job's id or a unique prefix of it
   */
  public JobJson job(String id) throws ClientException {
    return NearMiss.told(
        () -> http.get(jobPath(id), ANSWER_MAX, JobJson.class), () -> nearestJob(id));
  }

  private Optional<String> nearestJob(String written) throws ClientException {
    var ids = jobs(PAGE_MAX, Optional.empty()).stream().map(JobJson::id).toList();
    return NearestName.ofId(written, ids);
  }

  private Optional<String> nearestNode(String written) throws ClientException {
    var nodes = nodes();
    var name = NearestName.of(written, nodes.stream().map(NodeJson::name).toList());
    if (name.isPresent()) return name;
    return NearestName.ofId(
        written, nodes.stream().map(NodeJson::id).filter(Objects::nonNull).toList());
  }

  /**
   * Answers when the job's version is no longer {@code seenVersion}, at the latest after {@code
   * wait} (at most 60 s).
   */
  public JobJson awaitChange(String id, long seenVersion, Duration wait) throws ClientException {
    var query = "?wait=" + Math.max(1, wait.toMillis()) + "ms&seen=" + seenVersion;
    return http.get(jobPath(id) + query, wait.plus(ANSWER_MAX), JobJson.class);
  }

  /** The job after it was cancelled; one that is finished already stays as it is. */
  public JobJson cancel(String id) throws ClientException {
    return NearMiss.told(
        () -> http.delete(jobPath(id), ANSWER_MAX, JobJson.class), () -> nearestJob(id));
  }

  /** The job after it was told to go on; one that is not finished stays as it is. */
  public JobJson resume(String id) throws ClientException {
    return NearMiss.told(
        () -> http.post(jobPath(id) + "/resume", SUBMIT_MAX, JobJson.class), () -> nearestJob(id));
  }

  /** What would become of a submission; refused with the same as {@link #submit}. */
  public DryRunJson dryRun(JobSubmission submission) throws ClientException {
    return http.post("/v1/jobs?dry_run=true", encode(submission), SUBMIT_MAX, DryRunJson.class);
  }

  /** How long a job would take; runs a few tiles of it, which takes up to a minute. */
  public EstimateJson estimate(JobSubmission submission) throws ClientException {
    return http.post("/v1/jobs?estimate=true", encode(submission), SUBMIT_MAX, EstimateJson.class);
  }

  /**
   * The newest jobs first.
   *
   * @param countMax at least 1; fetched in pages
   */
  public List<JobJson> jobs(int countMax, Optional<String> state) throws ClientException {
    var jobs = new ArrayList<JobJson>();
    var cursor = "";
    while (cursor != null && jobs.size() < countMax) {
      int limit = Math.min(PAGE_MAX, countMax - jobs.size());
      var query = new StringBuilder("?limit=").append(limit);
      state.ifPresent(wanted -> query.append("&state=").append(HttpCalls.encode(wanted)));
      if (!cursor.isEmpty()) query.append("&cursor=").append(HttpCalls.encode(cursor));
      var page = http.get("/v1/jobs" + query, ANSWER_MAX, JobJson.Page.class);
      jobs.addAll(page.jobs());
      cursor = page.nextCursor();
    }
    return jobs;
  }

  /** All nodes, by name. */
  public List<NodeJson> nodes() throws ClientException {
    var nodes = new ArrayList<NodeJson>();
    var cursor = "";
    while (cursor != null) {
      var query = new StringBuilder("?limit=").append(PAGE_MAX);
      if (!cursor.isEmpty()) query.append("&cursor=").append(HttpCalls.encode(cursor));
      var page = http.get("/v1/nodes" + query, ANSWER_MAX, NodeJson.Page.class);
      nodes.addAll(page.nodes());
      cursor = page.nextCursor();
    }
    return nodes;
  }

  /**
   * @param idOrName of the only node that has it
   */
  public NodeJson node(String idOrName) throws ClientException {
    return NearMiss.told(
        () -> http.get(nodePath(idOrName), ANSWER_MAX, NodeJson.class),
        () -> nearestNode(idOrName));
  }

  /**
   * The node after it was told.
   *
   * @param wish drain, pause or resume
   */
  public NodeJson node(String idOrName, String wish) throws ClientException {
    return NearMiss.told(
        () -> http.post(nodePath(idOrName) + "/" + wish, ANSWER_MAX, NodeJson.class),
        () -> nearestNode(idOrName));
  }

  /**
   * Admits or denies a node that waits.
   *
   * @param wish approve or deny
   * @param code that the node shows
   */
  public NodeJson decide(String idOrName, String wish, String code) throws ClientException {
    var body = encode(new AdmissionJson.Approval(code));
    return http.post(nodePath(idOrName) + "/" + wish, body, ANSWER_MAX, NodeJson.class);
  }

  private static String nodePath(String idOrName) {
    return "/v1/nodes/" + HttpCalls.encode(idOrName);
  }

  /**
   * @param range grains {@code from..to}, or empty for the whole job
   */
  public JobEventView.Explanation explain(String id, Optional<String> range)
      throws ClientException {
    var query = range.map(text -> "?range=" + HttpCalls.encode(text)).orElse("");
    return NearMiss.told(
        () ->
            http.get(jobPath(id) + "/explain" + query, ANSWER_MAX, JobEventView.Explanation.class),
        () -> nearestJob(id));
  }

  /** In the text format of Prometheus. */
  public String metrics() throws ClientException {
    return http.text("/metrics", ANSWER_MAX);
  }

  /**
   * Writes a completed job's result file to {@code target}, streamed.
   *
   * @return its length in bytes
   * @throws IOException if {@code target} cannot be written
   */
  public long result(String id, OutputStream target) throws ClientException, IOException {
    return http.download(jobPath(id) + "/result", target);
  }

  /**
   * Stores a file under its hash unless it is there already; the file is streamed.
   *
   * @return whether it had to be sent
   */
  public boolean store(Path file, ContentHash hash) throws ClientException {
    var path = "/v1/blobs/" + hash;
    if (http.exists(path, ANSWER_MAX)) return false;
    http.upload(path, file);
    return true;
  }

  /** Has a module checked and stored; the answer says under which hash, and what it is. */
  public ModuleJson storeModule(Path file) throws ClientException {
    return http.put("/v1/modules", file, SUBMIT_MAX, ModuleJson.class);
  }

  /** All modules that users sent, by hash. */
  public List<ModuleJson> modules() throws ClientException {
    return http.get("/v1/modules", ANSWER_MAX, ModuleJson.Page.class).modules();
  }

  /**
   * Lets a quarantined module run again.
   *
   * @param hash the module's, or a unique prefix of it
   */
  public ModuleJson releaseModule(String hash) throws ClientException {
    var path = "/v1/modules/" + HttpCalls.encode(hash) + "/release";
    return NearMiss.told(
        () -> http.post(path, ANSWER_MAX, ModuleJson.class),
        () -> NearestName.ofId(hash, modules().stream().map(ModuleJson::sha256).toList()));
  }

  /** Makes a token; its secret is in the answer and nowhere else. */
  public TokenJson.Issued createToken(TokenJson.Request request) throws ClientException {
    return http.post("/v1/tokens", encode(request), ANSWER_MAX, TokenJson.Issued.class);
  }

  /**
   * A token as people elsewhere need it: with the fingerprint of this controller's authority, or
   * bare if it speaks plain HTTP.
   */
  public String pinned(String secret) throws ClientException {
    return http.authorities()
        .map(known -> new PinnedToken(known.fingerprint(), secret).text())
        .orElse(secret);
  }

  /** A code that lets a browser in once, as whoever this client is. */
  public UiJson.Link createLink() throws ClientException {
    return http.post("/v1/ui/links", ANSWER_MAX, UiJson.Link.class);
  }

  /**
   * Where a browser gives the code away: on the controller's own machine the plain listener, of
   * whose certificate no browser warns. The code is behind a {@code #}, so it is sent to nobody.
   */
  public String dashboardUrl(UiJson.Link link) {
    boolean here = target.address().isLoopback() && link.dashboardPort() != null;
    var base = here ? "http://127.0.0.1:" + link.dashboardPort() : target.baseUrl();
    return base + "/#code=" + link.code();
  }

  /** Replaces the controller's authority; the answer holds those to believe from now on. */
  public JoinJson.Trust rotateAuthority() throws ClientException {
    return http.post("/v1/authority/rotate", ANSWER_MAX, JoinJson.Trust.class);
  }

  /** All tokens, the newest first. */
  public List<TokenJson> tokens() throws ClientException {
    return http.get("/v1/tokens", ANSWER_MAX, TokenJson.Page.class).tokens();
  }

  /**
   * Makes a token worthless from now on.
   *
   * @param id a token's id or a unique prefix of it
   */
  public TokenJson revokeToken(String id) throws ClientException {
    return NearMiss.told(
        () -> http.delete("/v1/tokens/" + HttpCalls.encode(id), ANSWER_MAX, TokenJson.class),
        () -> NearestName.ofId(id, tokens().stream().map(TokenJson::id).toList()));
  }

  private byte[] encode(Record request) {
    try {
      return json.writeValueAsBytes(request);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a request cannot be written as JSON", e);
    }
  }

  private static String jobPath(String id) {
    return "/v1/jobs/" + HttpCalls.encode(id);
  }

  /** The whole cluster in one answer. */
  public OverviewJson overview() throws ClientException {
    return http.get("/v1/overview", ANSWER_MAX, OverviewJson.class);
  }

  /**
   * What changes, as it changes; close it.
   *
   * @param job events of this one too; an id
   */
  public LiveEvents live(Optional<String> job) throws ClientException {
    var query = job.map(id -> "?job=" + HttpCalls.encode(id)).orElse("");
    return new LiveEvents(http.stream("/v1/live" + query), http::broken, json);
  }

  /**
   * Writes what ran where and when to {@code target}, as Chrome trace events.
   *
   * @throws IOException if {@code target} cannot be written
   */
  public long trace(String id, OutputStream target) throws ClientException, IOException {
    return http.download(jobPath(id) + "/trace", target);
  }

  /** Breaks off what is under way. */
  @Override
  public void close() {
    http.close();
  }
}
