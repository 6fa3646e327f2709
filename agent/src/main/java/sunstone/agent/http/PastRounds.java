package sunstone.agent.http;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sunstone.agent.round.Round;
import sunstone.agent.view.ScanView;
import sunstone.models.posterior.Posterior;

/**
 * The newest rounds of all scans without their ensembles, so that a map can be asked for by its revision: some hundred
 * of small maps, three of 1000 x 1000. The loop writes, any thread reads.
 */
final class PastRounds implements Consumer<ScanView> {
    private static final long MOST_BYTES = 128L << 20;
    private static final int BYTES_A_PIXEL = 37; // four doubles, a float, a flag

    private final Deque<Kept> kept = new ArrayDeque<>();
    private long bytes;

    private record Kept(String scanId, Round round) {
        long bytes() {
            return (long) BYTES_A_PIXEL * round.posterior().uncertaintyDeg().length;
        }
    }

    @Override
    public void accept(ScanView view) {
        Round round = view.round();
        String scanId = view.scan().scanId();
        if (round == null || of(scanId, round.revision()).isPresent()) {
            return;
        }
        Posterior p = round.posterior();
        Kept newest = new Kept(
                scanId,
                new Round(
                        round.revision(),
                        round.snapshot(),
                        round.measurements(),
                        new Posterior(p.map(), p.uncertaintyDeg(), List.of(), p.networkEvaluations()),
                        round.suggestion(),
                        round.stop(),
                        round.degraded(),
                        round.meanUncertaintyDeg(),
                        round.p95UncertaintyDeg(),
                        round.upperMeanDeg(),
                        round.seed(),
                        round.light()));
        synchronized (kept) {
            kept.addFirst(newest);
            bytes += newest.bytes();
            while (bytes > MOST_BYTES && kept.size() > 1) {
                bytes -= kept.removeLast().bytes();
            }
        }
    }

    /** The oldest revision of a scan that is kept; null before its first map. */
    @Nullable
    Integer oldest(String scanId) {
        synchronized (kept) {
            return kept.stream()
                    .filter(k -> k.scanId().equals(scanId))
                    .map(k -> k.round().revision())
                    .min(Comparator.naturalOrder())
                    .orElse(null);
        }
    }

    /** A round by its revision, if it is still kept. */
    Optional<Round> of(String scanId, int revision) {
        synchronized (kept) {
            return kept.stream()
                    .filter(k -> k.round().revision() == revision && k.scanId().equals(scanId))
                    .map(Kept::round)
                    .findFirst();
        }
    }
}
