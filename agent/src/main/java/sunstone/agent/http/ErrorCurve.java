package sunstone.agent.http;

import io.vertx.core.WorkerExecutor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sunstone.agent.round.Round;
import sunstone.agent.view.ScanView;
import sunstone.agent.view.ScanViews;

/** True error of every revision of a simulated scan, worked out once, away from the loop's thread. */
final class ErrorCurve implements Consumer<ScanView> {
    private final Truth truth;
    private final WorkerExecutor worker;
    private final ScanViews views;
    private final Map<String, Map<Integer, Double>> errors = new ConcurrentHashMap<>();
    private final Map<String, Integer> newest = new ConcurrentHashMap<>();

    ErrorCurve(Truth truth, WorkerExecutor worker, ScanViews views) {
        this.truth = truth;
        this.worker = worker;
        this.views = views;
    }

    @Override
    public void accept(ScanView view) {
        String id = view.scan().scanId();
        Round round = view.round();
        if (round == null || truth.of(view.scan()) == null) {
            return;
        }
        Integer before = newest.put(id, round.revision());
        if (before == null || before != round.revision()) {
            worker.executeBlocking(() -> {
                Double mean = truth.meanErrorDeg(view.scan(), round.posterior().map());
                if (mean != null) {
                    errors.computeIfAbsent(id, k -> new ConcurrentHashMap<>()).put(round.revision(), mean);
                    views.again(id);
                }
                return null;
            });
        }
    }

    /** Mean error of a revision, degrees; null while it is not known. */
    @Nullable
    Double of(String scanId, int revision) {
        return errors.getOrDefault(scanId, Map.of()).get(revision);
    }
}
