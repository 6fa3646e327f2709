package sunstone.agent.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import sunstone.agent.calibration.CalibrationState;
import sunstone.agent.journal.Provenance;
import sunstone.agent.journal.PublishedHistory;
import sunstone.agent.loop.Announcement;
import sunstone.agent.loop.WallClock;
import sunstone.agent.scan.Mode;
import sunstone.agent.scan.Pixel;
import sunstone.agent.scan.SuggestionRecord;
import sunstone.agent.scan.WaitLimits;
import sunstone.agent.view.ScanViews;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.Topic;
import sunstone.connectors.message.Decision;
import sunstone.connectors.message.EbsdPoints;
import sunstone.connectors.message.PixelType;
import sunstone.connectors.message.PlFrame;
import sunstone.connectors.message.ScanClosed;
import sunstone.connectors.message.Suggestion;
import sunstone.models.map.EbsdPoint;
import sunstone.models.polarizedlight.PlScaling;

/** Records as they come when things go wrong, without a broker. */
class ScanRegistryTest {
    private static final int SIZE = 8;
    private static final int FRAMES = 4;
    private static final Instant T0 = Instant.parse("2026-11-22T08:00:00Z");

    private Instant now = T0;
    private long offset;
    private final ScanViews views = new ScanViews();
    private final Clock clock = new WallClock(() -> now);
    private ScanRegistry fold = newFold();

    @Test
    void fold_pointsAndFramesInAnyOrderAndTwice_isTheSameState() {
        List<RawRecord> records = new ArrayList<>();
        for (int f = 0; f < FRAMES; f++) {
            records.add(frame("a", f));
        }
        for (int k = 0; k < 12; k++) {
            records.add(point("a", k, k % SIZE, k / SIZE));
        }
        fold.fold(List.of(opened("a")));
        fold.fold(records);
        Set<EbsdPoint> points = points("a");
        for (int seed = 0; seed < 20; seed++) {
            fold = newFold();
            List<RawRecord> disorder = new ArrayList<>(records);
            disorder.addAll(records);
            disorder.add(opened("a"));
            Collections.shuffle(disorder, new Random(seed));
            fold.fold(List.of(opened("a")));

            List<Outgoing> out = fold.fold(disorder);

            assertThat(out).as("dead letters").isEmpty();
            assertThat(points("a")).isEqualTo(points).hasSize(12);
            assertThat(scan("a").state().completeFrames()).isEqualTo(FRAMES);
            assertThat(scan("a").state().duplicates()).isEqualTo(records.size());
            assertThat(scan("a").state().newestSeq()).isEqualTo(11);
        }
    }

    @Test
    void fold_twoScansInterleaved_eachIsAsIfAlone() {
        fold.fold(List.of(opened("a"), opened("b")));
        List<RawRecord> mixed = new ArrayList<>();
        for (int k = 0; k < 10; k++) {
            mixed.add(point("a", k, k % SIZE, 0));
            mixed.add(point("b", k, k % SIZE, 1));
            mixed.add(frame(k % 2 == 0 ? "a" : "b", k % FRAMES));
        }
        fold.fold(mixed);

        assertThat(points("a")).hasSize(8).allMatch(p -> p.col() == 0);
        assertThat(points("b")).hasSize(8).allMatch(p -> p.col() == 1);
        assertThat(scan("a").state().completeFrames()).isEqualTo(2);
        assertThat(scan("b").state().completeFrames()).isEqualTo(2);
    }

    @Test
    void fold_pointAfterTheEnd_isADeadLetterAndTheOtherScanGoesOn() {
        fold.fold(List.of(opened("a"), opened("b"), record(Topic.SCANS, Outgoing.of(new ScanClosed("a")), false)));

        List<Outgoing> out = fold.fold(List.of(point("a", 0, 1, 1), point("b", 0, 1, 1)));

        assertThat(out).hasSize(1);
        assertThat(out.get(0).headers()).containsEntry("reason", "unknown-scan");
        assertThat(points("b")).hasSize(1);
    }

    @Test
    void opened_idThatWasClosed_beginsAnewWithFurtherNumbers() {
        fold.fold(List.of(opened("a"), point("a", 0, 1, 1)));
        scan("a").state().offered(offer("a/3", 3, T0));
        fold.fold(List.of(closed("a"), opened("a"), point("a", 0, 2, 2)));

        assertThat(points("a")).singleElement().matches(p -> p.row() == 2);
        assertThat(scan("a").state().current()).isNull();
        assertThat(scan("a").state().revision()).isEqualTo(3);
    }

    @Test
    void restart_idThatWasClosedAndOpenedAgain_pointsOfItsFormerLifeAreNotTaken() {
        List<RawRecord> scans = List.of(opened("a"), closed("a"), opened("a"));
        List<RawRecord> points = List.of(point("a", 0, 1, 1), point("a", 1, 2, 2), point("a", 2, 3, 3));
        Map<Topic, Long> first =
                Map.of(Topic.SCANS, 1L, Topic.EBSD_POINTS, points.get(1).offset());
        Map<Topic, Long> second = Map.of(Topic.SCANS, 3L, Topic.EBSD_POINTS, offset);
        Map<Topic, Long> since =
                Map.of(Topic.SCANS, 2L, Topic.EBSD_POINTS, points.get(2).offset());
        PublishedHistory past = PublishedHistory.none();
        past.take(suggestion(1, first, Map.of()));

        // nothing was suggested of the second life: what the first is known to have folded is not taken
        restart(past, replayed(scans), replayed(points));
        assertThat(points("a")).extracting(EbsdPoint::row).containsExactlyInAnyOrder(2, 3);
        assertThat(scan("a").state().revision()).isEqualTo(1);
        assertThat(scan("a").state().current()).isNull();

        past.take(suggestion(2, second, since));
        restart(past, replayed(scans), replayed(points));
        assertThat(points("a")).extracting(EbsdPoint::row).containsExactly(3);
        assertThat(scan("a").state().revision()).isEqualTo(2);
        assertThat(scan("a").state().current()).isNotNull();
        assertThat(scan("a").formerLife().since()).isEqualTo(since);
    }

    @Test
    void restart_idOpenedAgainMeanwhile_takesNothingThatTheRunBeforeHadFolded() {
        List<RawRecord> before = replayed(List.of(opened("a"), closed("a")));
        List<RawRecord> points = replayed(List.of(point("a", 0, 1, 1), point("a", 1, 2, 2)));
        List<RawRecord> fresh = List.of(opened("a"), point("a", 2, 3, 3));
        List<RawRecord> scans = new ArrayList<>(before);
        scans.add(fresh.get(0));

        restart(PublishedHistory.none(), scans, points);
        fold.fold(fresh.subList(1, 2));

        assertThat(points("a")).extracting(EbsdPoint::row).containsExactly(3);
        assertThat(scan("a").formerLife().since())
                .containsEntry(Topic.EBSD_POINTS, points.get(1).offset() + 1);
    }

    private void restart(PublishedHistory past, List<RawRecord> scans, List<RawRecord> rest) {
        fold = newFold();
        fold.assigned(past);
        assertThat(fold.fold(scans)).isEmpty(); // the topic of scans is read first
        assertThat(fold.fold(rest)).isEmpty();
    }

    private static List<RawRecord> replayed(List<RawRecord> records) {
        return records.stream()
                .map(r -> new RawRecord(
                        r.topic(), r.position(), r.offset(), r.timestamp(), r.key(), r.value(), r.headers(), true))
                .toList();
    }

    private RawRecord closed(String id) {
        return record(Topic.SCANS, Outgoing.of(new ScanClosed(id)), false);
    }

    private RawRecord suggestion(int revision, Map<Topic, Long> inputs, Map<Topic, Long> since) {
        CalibrationState nothing = new CalibrationState(0, 0, 0, 0, List.of(), List.of(), List.of());
        Suggestion s = new Suggestion(
                "a",
                "a/" + revision,
                revision,
                new Suggestion.BasedOn(1, 0, 0, "none", 1),
                T0,
                T0.plusSeconds(600),
                List.of(),
                null,
                null);
        return record(
                Topic.SUGGESTIONS,
                Outgoing.of(s).with(new Provenance(inputs, T0, "test", Map.of(), null, nothing, null, since).headers()),
                true);
    }

    @Test
    void due_halfAPlStack_waitsThenGoesOnWithoutAndTakesTheRestWhenItComes() {
        fold.fold(List.of(opened("a"), frame("a", 0), frame("a", 1)));
        assertThat(scan("a").state().due(WaitLimits.DEFAULT, now)).isFalse();

        now = now.plusSeconds(61);

        assertThat(scan("a").state().due(WaitLimits.DEFAULT, now)).isTrue();
        scan("a").begin(now);
        assertThat(scan("a").state().due(WaitLimits.DEFAULT, now)).isFalse();
        fold.fold(List.of(frame("a", 2), frame("a", 3)));
        assertThat(scan("a").state().due(WaitLimits.DEFAULT, now)).isTrue();
        assertThat(scan("a").state().completeFrames()).isEqualTo(FRAMES);
    }

    @Test
    void decision_clockSetBackSinceTheSuggestion_anOvertakenOneIsStillRefused() {
        fold.fold(List.of(opened("a")));
        scan("a").state().offered(offer("a/1", 1, T0));
        scan("a").state().offered(offer("a/2", 2, T0.plusSeconds(5)));
        now = T0.minus(Duration.ofHours(1));

        List<Outgoing> overtaken = fold.fold(List.of(approval("a/1")));
        List<Outgoing> standing = fold.fold(List.of(approval("a/2")));

        assertThat(overtaken).isEmpty();
        assertThat(scan("a").state().refusedDecisions()).isOne();
        assertThat(standing).hasSize(1).allMatch(o -> o.topic() == Topic.COMMANDS);
    }

    @Test
    void replay_timestampsFromTheFuture_delayNothing() {
        RawRecord early = record(Topic.SCANS, announced("a"), true, T0.plus(Duration.ofDays(1)));
        fold.fold(List.of(early));

        assertThat(scan("a").state().instrument().lastSign()).isEqualTo(T0);
        assertThat(scan("a").state().due(WaitLimits.DEFAULT, T0.plusSeconds(61)))
                .isTrue();
    }

    @Test
    void opened_thirtyOfTheLargest_areRefusedOneByOneAndASmallOneGoesOn() {
        fold = newFold(new HeapBudget(64L << 20, 8));
        List<RawRecord> announcements = new ArrayList<>();
        for (int k = 0; k < 30; k++) {
            announcements.add(record(Topic.SCANS, Outgoing.of(Announcement.of("large" + k, 2048, 2048, 36)), false));
        }
        announcements.add(opened("small"));

        List<Outgoing> out = fold.fold(announcements);
        List<Outgoing> later = fold.fold(List.of(point("small", 0, 1, 1), point("large3", 0, 1, 1)));

        assertThat(out).hasSize(30).allMatch(o -> "no-room".equals(o.headers().get("reason")));
        assertThat(out.get(0).headers().get("detail")).contains("2048 x 2048", "of 64 MB");
        assertThat(points("small")).hasSize(1);
        assertThat(later).singleElement().matches(o -> "no-room"
                .equals(o.headers().get("reason")));
        assertThat(fold.frozen()).hasSize(30);
        assertThat(fold.fold(List.of(closed("large3"))))
                .as("its end is no fault")
                .isEmpty();
        assertThat(fold.frozen()).hasSize(29);
    }

    private ScanRegistry newFold() {
        return newFold(HeapBudget.unlimited());
    }

    private ScanRegistry newFold(HeapBudget memory) {
        LoopMeters meters = new LoopMeters(new SimpleMeterRegistry(), views, clock);
        OperatorDesk desk = new OperatorDesk(Mode.ADVISE, clock, views, meters);
        return new ScanRegistry(PlScaling.canonical(), memory, 1, clock, views, meters, desk);
    }

    private LiveScan scan(String id) {
        return fold.scans().stream()
                .filter(s -> s.scanId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private Set<EbsdPoint> points(String id) {
        return new HashSet<>(scan(id).state().snapshot().points());
    }

    private static SuggestionRecord offer(String id, int revision, Instant at) {
        return new SuggestionRecord(id, revision, List.of(new Pixel(revision, 1)), at, at.plusSeconds(600), null);
    }

    private RawRecord approval(String suggestionId) {
        return record(
                Topic.DECISIONS,
                Outgoing.of(new Decision("a", suggestionId, Decision.Verdict.APPROVE, null, null, "Ada", T0)),
                false);
    }

    private RawRecord opened(String id) {
        return record(Topic.SCANS, announced(id), false);
    }

    private static Outgoing announced(String id) {
        return Outgoing.of(Announcement.of(id, SIZE, SIZE, FRAMES));
    }

    private RawRecord point(String id, int seq, int row, int col) {
        EbsdPoints.Point p = new EbsdPoints.Point(row, col, 1, 10, 20, 30, 0.9, null, Instant.EPOCH);
        return record(Topic.EBSD_POINTS, Outgoing.of(new EbsdPoints(id, seq, List.of(p))), false);
    }

    private RawRecord frame(String id, int number) {
        return record(
                Topic.PL_FRAMES,
                Outgoing.of(new PlFrame(
                        id, number, 45.0 * number, SIZE, SIZE, 0, SIZE, PixelType.U8, new byte[SIZE * SIZE])),
                false);
    }

    private RawRecord record(Topic topic, Outgoing o, boolean replayed) {
        return record(topic, o, replayed, now);
    }

    private RawRecord record(Topic topic, Outgoing o, boolean replayed, Instant at) {
        return new RawRecord(
                topic,
                new TopicPartition("sunstone." + topic.suffix(), 0),
                offset++,
                at.toEpochMilli(),
                o.key(),
                o.value(),
                o.headers(),
                replayed);
    }
}
