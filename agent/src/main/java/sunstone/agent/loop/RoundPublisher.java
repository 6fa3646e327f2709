package sunstone.agent.loop;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import sunstone.agent.journal.Provenance;
import sunstone.agent.journal.RoundFigures;
import sunstone.agent.registry.ActivityLog;
import sunstone.agent.registry.LiveScan;
import sunstone.agent.registry.LoopMeters;
import sunstone.agent.registry.LoopThread;
import sunstone.agent.registry.OperatorDesk;
import sunstone.agent.round.CarriedNote;
import sunstone.agent.round.LightNote;
import sunstone.agent.round.Round;
import sunstone.agent.view.ScanViews;
import sunstone.agent.wire.Publication;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.Published;
import sunstone.connectors.message.Suggestion;
import sunstone.models.polarizedlight.calibration.LearntLight;

/**
 * Publication of rounds: map, suggestion and, in mode auto, command of a round become part of the scan's state and go
 * out together.
 *
 * <p>The loop's event loop owns it.
 */
final class RoundPublisher {
    private static final Logger LOG = LoggerFactory.getLogger(RoundPublisher.class);

    private final LoopThread thread = new LoopThread();
    private final LoopSettings settings;
    private final OperatorDesk desk;
    private final Dispatch dispatch;
    private final Clock clock;
    private final ScanViews views;
    private final LoopMeters meters;
    private final ActivityLog log;

    RoundPublisher(
            LoopSettings settings,
            OperatorDesk desk,
            Dispatch dispatch,
            Clock clock,
            ScanViews views,
            LoopMeters meters) {
        this.settings = settings;
        this.desk = desk;
        this.dispatch = dispatch;
        this.clock = clock;
        this.views = views;
        this.meters = meters;
        this.log = new ActivityLog(views, clock);
    }

    /**
     * Publishes a round of a scan that is still open here; one that was tried again and is still degraded is dropped.
     *
     * @return completes with Kafka's answer
     */
    Future<Published> publish(RoundJob job, RoundJob.Made made) {
        thread.assertOnLoop();
        LiveScan scan = job.scan();
        Round round = made.round();
        Instant now = clock.instant();
        scan.rounds().tried(round.degraded() != null, now);
        if (job.retry() && round.degraded() != null) {
            LOG.debug("{} is still degraded: {}", scan.scanId(), round.degraded());
            return Future.succeededFuture(new Published.PartitionLost(scan.scanId()));
        }
        tell(scan, made);
        Suggestion suggestion = Publication.suggestion(
                scan.state().scan(),
                round,
                job.seq(),
                job.frames(),
                settings.engine().model().orElse("none"),
                now,
                now.plus(settings.suggestionLife()));
        scan.state().offered(Publication.offer(suggestion));
        scan.keep(round, made.ms(), now);
        scan.rounds().drawing(null);
        meters.inferred(made.ms(), round.suggestion().size());
        Provenance provenance = new Provenance(
                job.folded(),
                job.begun(),
                settings.version(),
                settings.recipe(),
                round.degraded(),
                job.learnt(),
                scan.below().name(),
                scan.formerLife().since());
        RoundFigures figures = new RoundFigures(
                round.revision(),
                round.measurements(),
                round.meanUncertaintyDeg(),
                round.upperMeanDeg(),
                made.ms(),
                now);
        Outgoing offer = Outgoing.of(suggestion).with(provenance.headers()).with(figures.headers());
        List<Outgoing> out = new ArrayList<>(List.of(made.map(), offer));
        made.section().ifPresent(out::add);
        desk.commandOffer(scan, now).ifPresent(out::add);
        return dispatch.send(scan.partition(), out).onSuccess(x -> views.post(scan.view()));
    }

    private void tell(LiveScan scan, RoundJob.Made made) {
        Round round = made.round();
        String scanId = scan.scanId();
        MDC.put(ActivityLog.SCAN_ID, scanId);
        String revision = "revision " + round.revision();
        if (round.degraded() != null) {
            log.warning(scanId, revision + " is degraded: " + round.degraded());
            meters.degraded();
        } else if (scan.rounds().degraded().isPresent()) {
            log.info(scanId, revision + " is not degraded any more");
        }
        tellLight(scan, round);
        tellCarried(scan, round);
        if (round.stop() != null) {
            log.info(scanId, revision + ": stop, " + round.stop());
        }
        LOG.debug(
                "{} of {}: {} measurements, mean uncertainty {} degrees, {} ms",
                revision,
                scanId,
                round.measurements(),
                round.meanUncertaintyDeg(),
                made.ms());
        MDC.remove(ActivityLog.SCAN_ID);
    }

    /** Says when light and points begin to contradict each other, and when they do not any more. */
    private void tellLight(LiveScan scan, Round round) {
        LearntLight light = round.light();
        boolean before = scan.rounds().light().filter(LearntLight::contradicted).isPresent();
        if (light == null || light.contradicted() == before) {
            return;
        }
        String revision = "revision " + round.revision() + ": ";
        if (before) {
            log.info(scan.scanId(), revision + "light and points agree again, the map rests on both");
        } else {
            log.warning(scan.scanId(), revision + LightNote.of(light));
        }
    }

    /** Says what was carried over from the section below, and when the points take it back. */
    private void tellCarried(LiveScan scan, Round round) {
        CarriedNote now = CarriedNote.of(round.snapshot());
        CarriedNote before = scan.rounds().carried().orElse(null);
        if (now == null || before != null && before.takenBack() == now.takenBack()) {
            return;
        }
        String text = "revision " + round.revision() + ", on " + scan.below().name() + ": " + now.why();
        if (now.share() > 0 && !now.takenBack()) {
            log.info(scan.scanId(), text);
        } else {
            log.warning(scan.scanId(), text);
        }
    }
}
