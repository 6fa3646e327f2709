package sunstone.connectors.kafka;

import java.util.ArrayList;
import java.util.Collection;
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
        shares.forEach((member, share) -> {
            List<TopicPartition> partitions = new ArrayList<>();
            for (String topic : group.groupSubscription().get(member).topics()) {
                Integer count = metadata.partitionCountForTopic(topic);
                for (int number : share) {
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
        SortedMap<String, Set<Integer>> owned = new TreeMap<>();
        Map<Integer, String> owner = new HashMap<>();
        Map<Integer, Integer> generation = new HashMap<>();
        new TreeMap<>(group.groupSubscription()).forEach((member, s) -> {
            owned.put(member, new TreeSet<>());
            int heard = s.generationId().orElse(-1);
            for (TopicPartition p : s.ownedPartitions()) {
                if (heard > generation.getOrDefault(p.partition(), -2)) {
                    generation.put(p.partition(), heard);
                    owner.put(p.partition(), member);
                }
            }
        });
        owner.forEach((number, member) -> owned.get(member).add(number));
        return owned;
    }

    /**
     * The new shares, which differ by one number at most once nothing changes hands any more.
     *
     * @param numbers partitions of a topic
     * @param owned what each member has
     */
    static Map<String, List<Integer>> share(int numbers, SortedMap<String, Set<Integer>> owned) {
        Map<String, List<Integer>> shares = new TreeMap<>();
        if (owned.isEmpty()) {
            return shares;
        }
        List<String> members = new ArrayList<>(owned.keySet()); // who has most keeps one more, if there is one more
        members.sort((a, b) -> Integer.compare(owned.get(b).size(), owned.get(a).size()));
        int least = numbers / members.size();
        int more = numbers % members.size();
        Set<Integer> free = new TreeSet<>();
        for (int n = 0; n < numbers; n++) {
            free.add(n);
        }
        Map<String, Integer> room = new TreeMap<>();
        for (int i = 0; i < members.size(); i++) {
            String member = members.get(i);
            int most = least + (i < more ? 1 : 0);
            List<Integer> kept = owned.get(member).stream()
                    .filter(free::contains)
                    .limit(most)
                    .toList();
            shares.put(member, new ArrayList<>(kept));
            room.put(member, most - kept.size());
            free.removeAll(kept);
        }
        free.removeAll(had(owned.values())); // still in the hands of who has to give it up
        room.forEach((member, places) -> {
            List<Integer> got = free.stream().limit(places).toList();
            shares.get(member).addAll(got);
            free.removeAll(got);
        });
        return shares;
    }

    private static Set<Integer> had(Collection<Set<Integer>> owned) {
        Set<Integer> had = new TreeSet<>();
        owned.forEach(had::addAll);
        return had;
    }
}
