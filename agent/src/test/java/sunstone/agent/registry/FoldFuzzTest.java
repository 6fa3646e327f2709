package sunstone.agent.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import sunstone.agent.calibration.CalibrationState;
import sunstone.agent.calibration.ErrorBound;
import sunstone.agent.fuzz.Damage;
import sunstone.agent.fuzz.Fuzz;
import sunstone.agent.fuzz.GoodRecords;
import sunstone.agent.journal.Provenance;
import sunstone.agent.scan.Mode;
import sunstone.agent.view.ScanViews;
import sunstone.connectors.kafka.Outgoing;
import sunstone.connectors.kafka.RawRecord;
import sunstone.connectors.kafka.Topic;
import sunstone.models.polarizedlight.PlScaling;

/** Damaged records through the fold of the loop: effects or dead letters, and the scan goes on. */
class FoldFuzzTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:01Z");

    @Test
    void fold_damagedRecords_areEffectsOrDeadLettersAndTheScanGoesOn() {
        List<Outgoing> good = GoodRecords.inputs();
        ScanRegistry[] fold = {fold()};
        int[] letters = new int[1];

        Fuzz.run("fold", Fuzz.CASES, 64 << 20, random -> {
            if (random.nextInt(50) == 0) { // opened anew, so that later damage meets a scan with points and without
                fold[0] = fold();
            }
            Outgoing r = good.get(random.nextInt(good.size()));
            boolean anew = r.topic() == Topic.SCANS && random.nextBoolean();
            if (anew) { // otherwise a damaged opening would only meet the scan that is open
                fold[0] = fold();
            } else {
                fold[0].fold(List.of(raw(GoodRecords.opened(), 0)));
            }
            byte[] value =
                    r.topic() == Topic.PL_FRAMES ? Damage.bytes(r.value(), random) : Damage.text(r.value(), random);
            Outgoing bad = new Outgoing(r.topic(), random.nextInt(9) == 0 ? null : r.key(), value, headers(r, random));
            List<Outgoing> out = fold[0].fold(List.of(raw(bad, random.nextInt(1000))));
            letters[0] += (int)
                    out.stream().filter(o -> o.topic() == Topic.DEAD_LETTERS).count();
            fold[0].scans().forEach(scan -> scan.begin(NOW));
            return out.isEmpty();
        });

        assertThat(letters[0]).isGreaterThan(Fuzz.CASES / 4);
        fold[0].fold(List.of(raw(GoodRecords.opened(), 0)));
        assertThat(fold[0].scans()).isNotEmpty();
    }

    private static Map<String, String> headers(Outgoing r, SplittableRandom random) {
        Map<String, String> headers = new HashMap<>(r.headers());
        headers.replaceAll((name, text) -> random.nextInt(15) == 0 ? Damage.fragment(random) : text);
        return headers;
    }

    @Test
    void fold_scanTooLarge_isADeadLetterThatNamesTheLimit() {
        String good = new String(GoodRecords.opened().value(), java.nio.charset.StandardCharsets.UTF_8);
        for (String large : List.of(
                good.replaceAll(",\"roi\":\\{[^}]*\\}", "")
                        .replace("\"rows\":6,\"cols\":5,\"stepUm\"", "\"rows\":8000,\"cols\":8000,\"stepUm\""),
                good.replace("\"frames\":6", "\"frames\":3601"))) {
            assertThat(large).isNotEqualTo(good);
            Outgoing opened = new Outgoing(
                    Topic.SCANS, GoodRecords.SCAN, large.getBytes(java.nio.charset.StandardCharsets.UTF_8), Map.of());

            List<Outgoing> out = fold().fold(List.of(raw(opened, 0)));

            assertThat(out).singleElement().satisfies(letter -> assertThat(
                            letter.headers().get("detail"))
                    .contains("a scan may have 4194304 pixels, 4194304 in a PL frame, and 3600 PL frames"));
        }
    }

    @Test
    void provenance_damagedHeaders_areReadOrIgnored() {
        CalibrationState learnt = new CalibrationState(
                3,
                2,
                1.5,
                2.5,
                List.of(new ErrorBound.Innovation(3, 1.25, 0.5, true)),
                List.of(),
                List.of(new sunstone.models.map.EbsdPoint(1, 2, 1, 1, 0, 0, 0, 0.5)));
        Map<String, String> good = new Provenance(
                        Map.of(Topic.EBSD_POINTS, 12L),
                        NOW,
                        "0.1",
                        Map.of("seed", "1"),
                        "why",
                        learnt,
                        "before/7",
                        Map.of(Topic.SCANS, 3L))
                .headers();
        assertThat(Provenance.of(good).orElseThrow().learnt()).isEqualTo(learnt);

        Fuzz.run("provenance", Fuzz.CASES, 8 << 20, random -> {
            Map<String, String> bad = new HashMap<>(good);
            bad.replaceAll((name, text) -> random.nextInt(3) == 0
                    ? new String(
                            Damage.text(text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1), random),
                            java.nio.charset.StandardCharsets.ISO_8859_1)
                    : text);
            return Provenance.of(bad).isPresent();
        });
    }

    private static ScanRegistry fold() {
        ScanViews views = new ScanViews();
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        LoopMeters meters = new LoopMeters(new SimpleMeterRegistry(), views, clock);
        OperatorDesk desk = new OperatorDesk(Mode.AUTO, clock, views, meters);
        return new ScanRegistry(PlScaling.canonical(), HeapBudget.unlimited(), 1, clock, views, meters, desk);
    }

    private static RawRecord raw(Outgoing r, long offset) {
        return new RawRecord(
                r.topic(),
                new TopicPartition("sunstone." + r.topic().suffix(), 0),
                offset,
                NOW.toEpochMilli(),
                r.key(),
                r.value(),
                r.headers(),
                false);
    }
}
