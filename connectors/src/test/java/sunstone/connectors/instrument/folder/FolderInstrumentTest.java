package sunstone.connectors.instrument.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sunstone.connectors.instrument.Jobs;
import sunstone.connectors.instrument.Measurement;
import sunstone.connectors.message.Pixel;
import sunstone.models.crystallography.CrystalAxes;

/** Lists that leave and files that come back, without Kafka. */
class FolderInstrumentTest {
    private static final String COMMAND = "scan/7/command";
    private static final String HEAD = "row,col,phase,phi1,Phi,phi2,confidence\n";
    private static final List<Pixel> POINTS = List.of(new Pixel(1, 2), new Pixel(3, 4));

    @TempDir
    Path dir;

    private final Jobs.Kept run = new Jobs.Kept();

    private Path jobs() {
        return dir.resolve("jobs");
    }

    private Path result(String name) {
        return dir.resolve("results").resolve(JobName.of(COMMAND) + name);
    }

    private FolderInstrument instrument(Duration patience) throws IOException {
        return new FolderInstrument(
                Jobs.scan(),
                new FolderInstrument.Settings(
                        jobs(),
                        dir.resolve("results"),
                        Duration.ofMillis(5),
                        patience,
                        Affine.of("0,0=100,200; 1,0=101,200; 0,1=100,199"),
                        0,
                        0,
                        50,
                        CrystalAxes.X_PARALLEL_A_STAR));
    }

    private CompletableFuture<@Nullable String> start(Duration patience) throws IOException {
        return measure(instrument(patience), POINTS, run);
    }

    private static CompletableFuture<@Nullable String> measure(
            FolderInstrument instrument, List<Pixel> points, Jobs.Kept run) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return instrument.measure(COMMAND, points, run);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    private List<String> lists() throws IOException {
        try (var files = Files.list(jobs())) {
            return files.map(f -> f.getFileName().toString())
                    .filter(n -> !n.startsWith("."))
                    .toList();
        }
    }

    @Test
    void measure_resultsInSeveralFiles_takesEachPixelOnceAndNoOther() throws Exception {
        CompletableFuture<@Nullable String> job = start(Duration.ofMinutes(1));
        await().until(() -> lists().equals(List.of(JobName.of(COMMAND) + ".csv")));
        assertThat(Files.readAllLines(jobs().resolve(JobName.of(COMMAND) + ".csv")))
                .contains("1,1,2,1.0000,0.5000,0.2083333,0.1500000,101.0000,199.5000,50.000");

        Files.writeString(result("-a.csv"), HEAD + "1,2,1,10,20,30,0.9\n5,5,1,1,2,30,0.9\n");
        Files.writeString(result("-b.csv"), HEAD + "1,2,1,50,60,70,0.9\n3,4,0,0,0,0,0\n");

        assertThat(job.get(30, TimeUnit.SECONDS)).isNull();
        assertThat(run.results).extracting(Measurement::row).containsExactly(1, 3);
        assertThat(run.results).extracting(Measurement::phase).containsExactly(1, 0);
        assertThat(run.results.get(0).confidence()).isEqualTo(0.9);
    }

    /** A connector that was killed after its list had left waits for the results of that list. */
    @Test
    void measure_startedAgainAfterTheListHasLeft_asksNoSecondTime() throws Exception {
        CompletableFuture<@Nullable String> first = start(Duration.ofMinutes(1));
        await().until(() -> lists().size() == 1 && run.pauses() > 1);
        Files.delete(jobs().resolve(lists().get(0))); // the instrument has taken it
        run.cutBy("killed");
        assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo("killed");
        Jobs.Kept again = new Jobs.Kept();
        CompletableFuture<@Nullable String> job =
                measure(instrument(Duration.ofMinutes(1)), POINTS.subList(1, 2), again);
        await().until(() -> again.pauses() > 2);
        assertThat(lists()).isEmpty();

        Files.writeString(result(".csv"), HEAD + "1,2,1,10,20,30,0.9\n3,4,2,10,20,30,0.9\n");

        assertThat(job.get(30, TimeUnit.SECONDS)).isNull();
        assertThat(again.results).extracting(Measurement::phase).containsExactly(2);
    }

    @Test
    void measure_textThatEndsInsideALine_isNotTakenBeforeItsEnd() throws Exception {
        Files.createDirectories(dir.resolve("results"));
        Files.writeString(result(".csv"), HEAD + "1,2,1,10,20,30,0.9\n3,4,1,10,20,310,0");
        Jobs.Kept slow = new Jobs.Kept(4); // fewer looks than a slow writer is given
        FolderInstrument instrument = instrument(Duration.ofMinutes(1));
        CompletableFuture<@Nullable String> job = measure(instrument, POINTS, slow);
        await().until(() -> slow.pauses() == 5);
        assertThat(slow.results).isEmpty();

        Files.writeString(result(".csv"), HEAD + "1,2,1,10,20,30,0.9\n3,4,1,10,20,310,0.5\n");
        slow.goOn();

        assertThat(job.get(30, TimeUnit.SECONDS)).isNull();
        assertThat(slow.results)
                .hasSize(2)
                .last()
                .extracting(Measurement::confidence)
                .isEqualTo(0.5);
    }

    @Test
    void measure_nothingComes_saysHowMuchIsMissingAndTakesTheListBack() throws Exception {
        CompletableFuture<@Nullable String> job = start(Duration.ofMillis(50));
        assertThat(job.get(30, TimeUnit.SECONDS)).isEqualTo("2 of 2 points did not come within 0 s");
        assertThat(lists()).isEmpty();
    }

    @Test
    void jobName_idsThatDifferInCaseAlone_areDifferentFiles() {
        assertThat(JobName.of("Scan/1/command")).isNotEqualToIgnoringCase(JobName.of("scan/1/command"));
        assertThat(JobName.of("scan:1\\\u00e4/" + "x".repeat(300))).matches("job_[a-z0-9_-]{60}-[0-9a-f]{8}");
    }

    @Test
    void affine_threeFiducials_areMappedOntoEachOther() {
        Affine a = Affine.of("10,0=1,2; 20,5=3,4; 10,30=5,-6");
        assertThat(a.x(20, 5)).isEqualTo(3, org.assertj.core.data.Offset.offset(1e-12));
        assertThat(a.y(10, 30)).isEqualTo(-6, org.assertj.core.data.Offset.offset(1e-12));
        assertThatThrownBy(() -> Affine.of("0,0=1,1; 1,1=2,2; 2,2=3,3")).hasMessageContaining("line");
        assertThatThrownBy(() -> Affine.of("0,0=1,1; 1,1=2,2")).hasMessageContaining("three");
    }
}
