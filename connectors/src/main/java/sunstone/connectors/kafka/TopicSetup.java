package sunstone.connectors.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Creates the topics that are missing and checks those that are there. */
public final class TopicSetup {
    private TopicSetup() {}

    /** Outcome of a setup. */
    public sealed interface Result {}

    /**
     * All topics are there.
     *
     * @param partitions of each topic
     * @param created those that were missing
     * @param warnings settings of others that will do harm one day, and what to do
     */
    public record Ready(int partitions, List<String> created, List<String> warnings) implements Result {}

    /** The agent cannot work on this cluster. */
    public record Refused(String reason) implements Result {}

    /** Partitions of the topics between agents and workers: no more workers than this share the work. */
    public static final int SHARED_PARTITIONS = 16;

    /**
     * Creates what is missing of {@link Topic#CONTRACT} and checks what is there: refused are numbers of partitions
     * that differ, but for {@code status}, and settings that remove what scans rest on.
     */
    public static Result ensure(KafkaSettings settings, Duration limit) {
        return ensure(settings, Topic.CONTRACT, settings.partitions(), limit);
    }

    /** The same for the topics between agents and workers. */
    public static Result ensureShared(KafkaSettings settings, Duration limit) {
        return ensure(settings, EnumSet.of(Topic.SAMPLING, Topic.MEMBERS), SHARED_PARTITIONS, limit);
    }

    private static Result ensure(KafkaSettings settings, Set<Topic> topics, int partitions, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        Admin admin = null;
        try {
            admin = Admin.create(settings.admin());
            Set<String> present = admin.listTopics().names().get(left(deadline), TimeUnit.NANOSECONDS);
            List<NewTopic> missing = new ArrayList<>();
            List<String> names = new ArrayList<>();
            for (Topic t : topics) {
                String name = settings.name(t);
                names.add(name);
                if (!present.contains(name)) { // replication: as the cluster has it by default
                    missing.add(new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(t.config()));
                }
            }
            create(admin, missing, deadline);
            Map<String, TopicDescription> found = describe(admin, names, deadline);
            Map<String, Integer> counts = new TreeMap<>();
            found.forEach((name, d) -> counts.put(name, d.partitions().size()));
            counts.remove(settings.name(Topic.STATUS)); // the only one whose key is no scan
            if (Set.copyOf(counts.values()).size() > 1) {
                return new Refused("all topics must have the same number of partitions: " + counts);
            }
            List<TopicRules.Fault> faults = faults(admin, settings, topics, deadline);
            List<String> fatal = texts(faults, true);
            return fatal.isEmpty()
                    ? new Ready(
                            counts.values().iterator().next(),
                            missing.stream().map(NewTopic::name).toList(),
                            texts(faults, false))
                    : new Refused(String.join("; ", fatal));
        } catch (TimeoutException e) {
            return new Refused("no answer from " + settings.bootstrap() + " within " + limit.toMillis() + " ms");
        } catch (ExecutionException e) {
            return new Refused(settings.bootstrap() + ": " + e.getCause());
        } catch (KafkaException e) {
            return new Refused(settings.bootstrap() + ": " + (e.getCause() == null ? e : e.getCause()).getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Refused("interrupted");
        } finally {
            if (admin != null) {
                admin.close(Duration.ZERO); // otherwise it waits for the answers that did not come
            }
        }
    }

    private static List<String> texts(List<TopicRules.Fault> faults, boolean fatal) {
        return faults.stream()
                .filter(f -> f.fatal() == fatal)
                .map(TopicRules.Fault::text)
                .toList();
    }

    /** Faults of the topics' settings; who may not see the settings is told so in one. */
    private static List<TopicRules.Fault> faults(Admin admin, KafkaSettings settings, Set<Topic> topics, long deadline)
            throws InterruptedException, TimeoutException, ExecutionException {
        List<TopicRules.Fault> faults = new ArrayList<>();
        Map<ConfigResource, Topic> asked = new LinkedHashMap<>();
        topics.forEach(t -> asked.put(new ConfigResource(ConfigResource.Type.TOPIC, settings.name(t)), t));
        try {
            admin.describeConfigs(asked.keySet())
                    .all()
                    .get(left(deadline), TimeUnit.NANOSECONDS)
                    .forEach((resource, config) -> {
                        Map<String, String> values = new HashMap<>();
                        config.entries().stream()
                                .filter(e -> e.value() != null)
                                .forEach(e -> values.put(e.name(), e.value()));
                        faults.addAll(
                                TopicRules.faults(asked.getOrDefault(resource, Topic.STATUS), resource.name(), values));
                    });
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof AuthorizationException)) {
                throw e;
            }
            faults.add(new TopicRules.Fault(
                    false, "the settings of the topics cannot be checked: this client may not describe them"));
        }
        return faults;
    }

    /** A topic that was created a moment ago may be unknown for another. */
    private static Map<String, TopicDescription> describe(Admin admin, List<String> names, long deadline)
            throws InterruptedException, ExecutionException, TimeoutException {
        while (true) {
            try {
                return admin.describeTopics(names).allTopicNames().get(left(deadline), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || left(deadline) == 1) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    private static void create(Admin admin, List<NewTopic> missing, long deadline)
            throws InterruptedException, ExecutionException, TimeoutException {
        for (var created : admin.createTopics(missing).values().values()) {
            try {
                created.get(left(deadline), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) { // another process was faster
                    throw e;
                }
            }
        }
    }

    private static long left(long deadline) {
        return Math.max(1, deadline - System.nanoTime());
    }
}
