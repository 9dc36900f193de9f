package io.processdistro.controller.api.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.ContentHash;
import io.processdistro.controller.api.http.ApiException;
import io.processdistro.controller.api.http.ApiNames;
import io.processdistro.controller.api.http.StrictJson;
import io.processdistro.controller.api.view.JobSubmission;
import io.processdistro.controller.security.Principal;
import io.processdistro.controller.store.JobSpec;
import io.processdistro.controller.tasks.modules.ModuleTask;
import io.processdistro.scheduler.JobTicket;
import io.processdistro.scheduler.Priority;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Reads the body of {@code POST /v1/jobs} into a {@link JobSpec}: form, types and ranges, not what
 * the task type says. All refusals are {@link ApiException}s that name the field.
 */
public final class SubmissionReader {
  private static final Pattern INPUT_NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final int INPUTS_MAX = 16;
  private static final int FILE_NAME_LENGTH_MAX = 255;
  private static final int SLOTS_MAX = 1_000_000;
  private static final int ATTEMPTS_MAX = 100;
  private static final int ATTEMPTS_DEFAULT = 4;

  /** Nanoseconds of the scheduler's clock reach 292 years; nobody waits for ten. */
  private static final Duration DEADLINE_AHEAD_MAX = Duration.ofDays(3_650);

  /** What a field takes, where its type alone says too little. */
  private static final Map<String, String> TAKEN =
      Map.of(
          "priority",
          "low, normal or high",
          "weight",
          "a whole number, 1 to " + JobTicket.Share.WEIGHT_MAX,
          "slots_max",
          "a whole number, 1 to " + SLOTS_MAX,
          "attempts_max",
          "a whole number, 1 to " + ATTEMPTS_MAX,
          "hedging",
          "true or false",
          "cache",
          "true or false",
          "deadline",
          "a time in the future, such as 2030-01-31T12:00:00Z");

  private final StrictJson json;
  private final InstantSource clock;

  public SubmissionReader(JsonMapper mapper, InstantSource clock) {
    this.json = new StrictJson(mapper, TAKEN);
    this.clock = clock;
  }

  /**
   * @param reusable whether the result of an earlier job of the same work will do
   */
  record Wished(JobSpec spec, boolean reusable) {}

  /**
   * @param sender whose job it will be; only an admin may submit in the name of another
   */
  Wished read(byte[] body, Principal sender) {
    var submission = json.read(body, JobSubmission.class);
    boolean reusable = submission.cache() == null || submission.cache();
    return new Wished(spec(submission, sender), reusable);
  }

  private JobSpec spec(JobSubmission submission, Principal sender) {
    return new JobSpec(
        taskType(submission),
        params(submission.params()),
        inputs(submission.inputs()),
        Optional.ofNullable(submission.outputFormat()),
        Optional.ofNullable(submission.module()).map(ModuleRequests::of),
        rules(submission, sender),
        false);
  }

  private static String taskType(JobSubmission submission) {
    if (submission.taskType() != null) return submission.taskType();
    if (submission.module() != null) return ModuleTask.NAME;
    throw new ApiException(
        ErrorCode.INVALID_REQUEST,
        "task_type",
        "task_type is missing",
        "GET /v1/task-types lists the known ones; a module of your own goes into module");
  }

  private static JsonNode params(JsonNode params) {
    if (params == null || params.isNull()) return JsonNodeFactory.instance.objectNode();
    if (!params.isObject()) {
      throw new ApiException(
          ErrorCode.INVALID_PARAMETER,
          "params",
          "params must be a JSON object",
          "for example {\"size\":512}");
    }
    return params;
  }

  private static Map<String, JobSpec.Input> inputs(Map<String, JobSubmission.Input> inputs) {
    if (inputs == null) return Map.of();
    if (inputs.size() > INPUTS_MAX) {
      throw ApiException.invalid("inputs", "inputs must be at most " + INPUTS_MAX);
    }
    var read = new HashMap<String, JobSpec.Input>();
    inputs.forEach(
        (name, input) -> {
          if (!INPUT_NAME.matcher(name).matches()) {
            throw ApiException.invalid(
                "inputs", "an input's name is 1 to 64 letters, digits, '_' or '-'");
          }
          read.put(name, input("inputs." + name, input));
        });
    return read;
  }

  private static JobSpec.Input input(String field, JobSubmission.Input input) {
    if (input == null || input.sha256() == null) {
      throw ApiException.invalid(field + ".sha256", field + ".sha256 is missing");
    }
    if (input.fileName() != null && input.fileName().length() > FILE_NAME_LENGTH_MAX) {
      throw ApiException.invalid(
          field + ".file_name",
          field + ".file_name must be at most " + FILE_NAME_LENGTH_MAX + " characters");
    }
    try {
      return new JobSpec.Input(
          ContentHash.parse(input.sha256()), Optional.ofNullable(input.fileName()));
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid(field + ".sha256", field + ".sha256: " + e.getMessage());
    }
  }

  private JobSpec.Rules rules(JobSubmission submission, Principal sender) {
    var slotsMax = submission.slotsMax();
    return new JobSpec.Rules(
        submitter(submission.submitter(), sender),
        priority(submission.priority()),
        within("weight", submission.weight(), 1, JobTicket.Share.WEIGHT_MAX, 1),
        slotsMax == null
            ? OptionalInt.empty()
            : OptionalInt.of(within("slots_max", slotsMax, 1, SLOTS_MAX, SLOTS_MAX)),
        within("attempts_max", submission.attemptsMax(), 1, ATTEMPTS_MAX, ATTEMPTS_DEFAULT),
        submission.hedging() == null || submission.hedging(),
        deadline(submission.deadline()));
  }

  private static String submitter(String submitter, Principal sender) {
    if (submitter == null) return sender.name();
    if (!Principal.isName(submitter)) {
      throw ApiException.invalid(
          "submitter",
          "submitter must be 1 to 63 letters, digits, '.', '_', '@' or '-', starting with a letter"
              + " or digit");
    }
    if (sender.isAdmin() || submitter.equals(sender.name())) return submitter;
    throw new ApiException(
        ErrorCode.FORBIDDEN,
        "submitter",
        "only an admin may submit in the name of another",
        "leave submitter out: it is " + sender.name());
  }

  private static Priority priority(String text) {
    if (text == null) return Priority.NORMAL;
    return Arrays.stream(Priority.values())
        .filter(priority -> ApiNames.nameOf(priority).equals(text))
        .findAny()
        .orElseThrow(
            () -> ApiException.invalid("priority", "priority must be low, normal or high"));
  }

  private static int within(String field, Integer value, int min, int max, int defaultValue) {
    if (value == null) return defaultValue;
    if (value >= min && value <= max) return value;
    throw ApiException.invalid(field, field + " must be " + min + " to " + max + ", was " + value);
  }

  private Optional<Instant> deadline(String text) {
    if (text == null) return Optional.empty();
    try {
      var deadline = OffsetDateTime.parse(text).toInstant();
      var now = clock.instant();
      if (deadline.isAfter(now) && deadline.isBefore(now.plus(DEADLINE_AHEAD_MAX))) {
        return Optional.of(deadline);
      }
      throw ApiException.invalid(
          "deadline",
          "deadline must be in the future, at most "
              + DEADLINE_AHEAD_MAX.toDays()
              + " days ahead, was "
              + deadline);
    } catch (DateTimeParseException e) {
      throw ApiException.invalid(
          "deadline", "deadline must be a time such as 2030-01-31T12:00:00Z");
    }
  }
}
