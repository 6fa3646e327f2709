package sunstone.connectors.kafka;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.TopicPartition;

/**
 * Shares partition numbers, not partitions: the same number of every topic goes to the same member, so that a scan is
 * whole. Cooperative and sticky: what a member has it keeps and goes on reading while others come and go, but for what
 * it has above its share. Kafka's own assignors do one or the other: {@code RangeAssignor} stops everybody,
 * {@code CooperativeStickyAssignor} tears topics apart.
 *
 * <p>A number that changes hands is left with nobody at first; the member that gives it up asks for a second round, in
 * which the new one gets it (KIP-429).
 *
 * <p>Public because Kafka makes it.
 */
public final class CoPartitionedAssignor implements ConsumerPartitionAssignor {
    @Override
    public String name() {
        return "sunstone-co-partitioned";
    }

    @Override
    public List<RebalanceProtocol> supportedProtocols() {
        return List.of(RebalanceProtocol.COOPERATIVE);
    }

    @Override
    public GroupAssignment assign(Cluster metadata, GroupSubscription group) {
        Set<String> topics = new TreeSet<>();
        group.groupSubscription().values().forEach(s -> topics.addAll(s.topics()));
        int numbers = 0;
        for (String topic : topics) {
            Integer count = metadata.partitionCountForTopic(topic);
            numbers = Math.max(numbers, count == null ? 0 : count);
        }
        Map<String, List<Integer>> shares = share(numbers, owned(group));
        Map<String, Assignment> answer = new HashMap<>();
        group.groupSubscription().forEach((member, subscription) -> {
            List<TopicPartition> partitions = new ArrayList<>();
            for (String topic : subscription.topics()) {
                Integer count = metadata.partitionCountForTopic(topic);
                for (int number : shares.getOrDefault(member, List.of())) {
                    if (count != null && number < count) {
                        partitions.add(new TopicPartition(topic, number));
                    }
                }
            }
            answer.put(member, new Assignment(partitions));
        });
        return new GroupAssignment(answer);
    }

    /** Numbers that each member has now; of two that claim one, the member that was heard in a later generation. */
    private static SortedMap<String, Set<Integer>> owned(GroupSubscription group) {
        Map<Integer, String> owner = new HashMap<>();
        Map<Integer, Integer> generation = new HashMap<>();
        new TreeMap<>(group.groupSubscription()).forEach((member, s) -> {
            int heard = s.generationId().orElse(-1);
            for (TopicPartition p : s.ownedPartitions()) {
                if (heard > generation.getOrDefault(p.partition(), -2)) {
                    generation.put(p.partition(), heard);
                    owner.put(p.partition(), member);
                }
            }
        });
        SortedMap<String, Set<Integer>> owned = new TreeMap<>();
        for (String member : group.groupSubscription().keySet()) {
            Set<Integer> numbers = new TreeSet<>(owner.keySet());
            numbers.removeIf(n -> !member.equals(owner.get(n)));
            owned.put(member, numbers);
        }
        return owned;
    }

    /** A member between two assignments. */
    private record Member(String name, Set<Integer> had, List<Integer> share) {}

    /**
     * The new shares, which differ by one number at most once nothing changes hands any more.
     *
     * @param numbers partitions of a topic
     * @param owned what each member has
     */
    static Map<String, List<Integer>> share(int numbers, SortedMap<String, Set<Integer>> owned) {
        List<Member> members = new ArrayList<>();
        owned.forEach((name, had) -> members.add(new Member(name, had, new ArrayList<>())));
        // who has most keeps one more, if there is one more
        members.sort(Comparator.comparingInt((Member m) -> m.had().size()).reversed());
        Set<Integer> free = new TreeSet<>(); // in nobody's hands now
        for (int n = 0; n < numbers; n++) {
            free.add(n);
        }
        members.forEach(m -> free.removeAll(m.had()));
        Map<String, List<Integer>> shares = new TreeMap<>();
        for (int i = 0; i < members.size(); i++) {
            Member m = members.get(i);
            int most = numbers / members.size() + (i < numbers % members.size() ? 1 : 0);
            m.had().stream().filter(n -> n < numbers).limit(most).forEach(m.share()::add);
            free.stream().limit(most - m.share().size()).forEach(m.share()::add);
            m.share().forEach(free::remove);
            shares.put(m.name(), m.share());
        }
        return shares;
    }
}
