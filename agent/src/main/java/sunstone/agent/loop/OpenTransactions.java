package sunstone.agent.loop;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sunstone.connectors.kafka.UndecidedRecords;

/**
 * Transactions of others that hold the inputs up. A transaction may take its time, so only one that stands at the same
 * offset for several looks in a row counts as left open.
 */
final class OpenTransactions {
    private static final Logger LOG = LoggerFactory.getLogger(OpenTransactions.class);
    private static final int LOOKS = 3;

    private final Function<Collection<TopicPartition>, Map<TopicPartition, UndecidedRecords.Held>> log;
    private final Map<TopicPartition, Integer> looks = new HashMap<>(); // owned by whoever looks, one at a time
    private final Map<TopicPartition, Long> stuckAt = new HashMap<>(); // likewise
    private volatile @Nullable String trouble;
    private volatile long records;

    /**
     * Nothing seen yet.
     *
     * @param log says, when it is asked, what is held up on some partitions; may block
     */
    OpenTransactions(Function<Collection<TopicPartition>, Map<TopicPartition, UndecidedRecords.Held>> log) {
        this.log = log;
    }

    /** Looks once; blocks. */
    synchronized void look(Collection<TopicPartition> partitions) {
        Map<TopicPartition, UndecidedRecords.Held> held = log.apply(partitions);
        looks.keySet().retainAll(held.keySet());
        stuckAt.keySet().retainAll(held.keySet());
        held.forEach((p, h) -> {
            Long before = stuckAt.put(p, h.from());
            looks.merge(p, 1, (n, one) -> (before != null && before == h.from()) ? n + one : one);
        });
        String said = trouble;
        trouble = looks.entrySet().stream()
                .filter(e -> e.getValue() >= LOOKS)
                .map(Map.Entry::getKey)
                .min(Comparator.comparing(TopicPartition::toString))
                .map(p -> p + " cannot be read beyond offset " + stuckAt.get(p)
                        + ": somebody has left a transaction open there; end it, or wait for transaction.timeout.ms of"
                        + " its producer (kafka-transactions find-hanging, abort)")
                .orElse(null);
        records = trouble == null
                ? 0
                : held.values().stream()
                        .mapToLong(UndecidedRecords.Held::records)
                        .sum();
        String now = trouble;
        if (now != null && !now.equals(said)) {
            LOG.warn("{}", now);
        } else if (now == null && said != null) {
            LOG.info("all inputs can be read to their ends again");
        }
    }

    /** What is held up, and what helps; null if nothing is. */
    @Nullable
    String trouble() {
        return trouble;
    }

    /** Records that wait behind transactions that were left open. */
    long records() {
        return records;
    }
}
