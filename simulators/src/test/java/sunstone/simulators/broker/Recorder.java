package sunstone.simulators.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.RecordHandler;

/** Keeps what a stream hands over. */
final class Recorder implements RecordHandler {
    final List<RawRecord> records = new CopyOnWriteArrayList<>();
    final List<String> events = new CopyOnWriteArrayList<>();
    final List<CompletableFuture<Void>> held = new CopyOnWriteArrayList<>();
    volatile boolean holding;
    volatile @Nullable Throwable failure;

    @Override
    public CompletionStage<?> onRecords(List<RawRecord> batch) {
        records.addAll(batch);
        if (!holding) {
            return CompletableFuture.completedStage(null);
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        held.add(done);
        return done;
    }

    @Override
    public void onLive() {
        events.add("live after " + records.size());
    }

    @Override
    public Map<TopicPartition, Long> onAssigned(Map<TopicPartition, Long> committed, Map<TopicPartition, Long> needed) {
        Set<Integer> numbers = new TreeSet<>();
        committed.keySet().forEach(p -> numbers.add(p.partition()));
        events.add("assigned " + numbers);
        return Map.of();
    }

    @Override
    public void onRevoked(Set<Integer> partitions) {
        events.add("revoked " + partitions);
    }

    @Override
    public void onFailure(Throwable cause) {
        failure = cause;
    }

    /** Takes up what was held back, and everything from now on. */
    void release() {
        holding = false;
        List<CompletableFuture<Void>> all = new ArrayList<>(held);
        held.clear();
        all.forEach(f -> f.complete(null));
    }
}
