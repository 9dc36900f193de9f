package io.processdistro.node.agent;

import io.processdistro.common.values.NodeName;
import io.processdistro.node.blobs.HttpBlobs;
import io.processdistro.node.identity.NodeIdentity;
import io.processdistro.node.link.LinkConfig;
import io.processdistro.node.owner.OwnerRules;
import io.processdistro.node.tasks.TaskLimits;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Everything a node needs to know before it starts.
 *
 * @param directory its own, locked by the caller
 * @param cacheBytesMax disk that blobs may take
 * @param spoolBytesMax disk that results may take which no controller has acknowledged; beyond it
 *     no more work is taken
 * @param memoryBytesMax all runners together, to show; {@link
 *     io.processdistro.node.supervisor.RunnerPoolLimits} and the runner's command line keep it
 * @param owner what else the machine's owner allows
 * @param drainMax how long running tasks and acknowledgements are waited for when it leaves
 */
public record NodeConfig(
    NodeIdentity identity,
    NodeName name,
    TaskLimits limits,
    LinkConfig link,
    HttpBlobs.Timeouts transfers,
    Path directory,
    long cacheBytesMax,
    long spoolBytesMax,
    long memoryBytesMax,
    OwnerRules owner,
    Duration drainMax) {
  public static final long CACHE_BYTES_DEFAULT = 4L << 30;
  public static final long SPOOL_BYTES_DEFAULT = 1L << 30;
  public static final Duration DRAIN_MAX_DEFAULT = Duration.ofSeconds(30);
}
