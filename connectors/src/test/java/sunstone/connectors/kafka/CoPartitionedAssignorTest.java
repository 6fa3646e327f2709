package sunstone.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CoPartitionedAssignorTest {
    @Test
    void share_firstMember_getsAll() {
        assertThat(CoPartitionedAssignor.share(3, owned(Map.of("a", Set.of()))))
                .isEqualTo(Map.of("a", List.of(0, 1, 2)));
    }

    @Test
    void share_secondMemberJoins_movesOnlyTheSurplusAndInTwoSteps() {
        Map<String, Set<Integer>> before = Map.of("a", Set.of(0, 1, 2, 3), "b", Set.of());

        Map<String, List<Integer>> first = CoPartitionedAssignor.share(4, owned(before));
        Map<String, List<Integer>> second = CoPartitionedAssignor.share(4, owned(sets(first)));

        assertThat(first).isEqualTo(Map.of("a", List.of(0, 1), "b", List.of()));
        assertThat(second).isEqualTo(Map.of("a", List.of(0, 1), "b", List.of(2, 3)));
    }

    @Test
    void share_memberIsGone_itsNumbersGoToTheOthersAtOnce() {
        assertThat(CoPartitionedAssignor.share(4, owned(Map.of("a", Set.of(0, 1)))))
                .isEqualTo(Map.of("a", List.of(0, 1, 2, 3)));
    }

    @Test
    void share_anyHistory_neverGivesOneNumberToTwoAndEndsEven() {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 300; round++) {
            int numbers = random.nextInt(12);
            Map<String, Set<Integer>> owned = new TreeMap<>();
            for (int m = random.nextInt(1, 6); m > 0; m--) {
                owned.put("m" + m, new TreeSet<>());
            }
            for (int n = 0; n < numbers; n++) {
                if (random.nextBoolean()) {
                    owned.computeIfAbsent("m" + random.nextInt(1, owned.size() + 1), k -> new TreeSet<>())
                            .add(n);
                }
            }
            Map<String, List<Integer>> first = CoPartitionedAssignor.share(numbers, owned(owned));
            first.forEach((member, share) -> share.forEach(n -> owned.forEach((other, had) ->
                    assertThat(had.contains(n) && !other.equals(member)).isFalse())));
            Map<String, List<Integer>> second = CoPartitionedAssignor.share(numbers, owned(sets(first)));

            assertThat(second.values().stream().flatMap(List::stream).sorted().toList())
                    .isEqualTo(
                            java.util.stream.IntStream.range(0, numbers).boxed().toList());
            int least = second.values().stream().mapToInt(List::size).min().orElseThrow();
            int most = second.values().stream().mapToInt(List::size).max().orElseThrow();
            assertThat(most - least).isLessThanOrEqualTo(1);
        }
    }

    private static TreeMap<String, Set<Integer>> owned(Map<String, Set<Integer>> owned) {
        TreeMap<String, Set<Integer>> sorted = new TreeMap<>();
        owned.forEach((member, numbers) -> sorted.put(member, new TreeSet<>(numbers)));
        return sorted;
    }

    private static Map<String, Set<Integer>> sets(Map<String, List<Integer>> shares) {
        Map<String, Set<Integer>> sets = new TreeMap<>();
        shares.forEach((member, share) -> sets.put(member, new TreeSet<>(share)));
        return sets;
    }
}
