package sunstone.agent.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sunstone.agent.export.LoggedSections;
import sunstone.agent.export.SpecimenVolume;
import sunstone.agent.picture.Png;
import sunstone.agent.picture.VolumeCuts;
import sunstone.connectors.format.VolumeXdmf;
import sunstone.connectors.format.hdf5.Dream3dVolumeWriter;
import sunstone.connectors.format.map.EbsdMap;
import sunstone.connectors.format.text.CtfWriter;
import sunstone.models.map.Grains;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.Phase;
import sunstone.models.map.VolumeGrains;

/** {@code sunstone volume}: the sections of a specimen as one volume, from the log alone. */
@Command(
        name = "volume",
        mixinStandardHelpOptions = true,
        description = {
            "Writes the sections of a specimen as one volume: aligned by their light, with orientation, phase, uncertainty and"
                    + " measured mask per voxel and grains in three dimensions (FeatureIds).",
            "Beside FILE.dream3d (DREAM.3D 6, FileVersion 7.0) come FILE.xdmf for ParaView, FILE-shifts.txt (slice xshift yshift),"
                    + " FILE-grains.csv and FILE.png with orthogonal cuts. A section that is missing is filled."
        })
final class VolumeCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ENDING = ".dream3d";
    private static final double MOST_DEG = 20; // of the colours of uncertainty

    @Spec
    CommandSpec spec;

    @Option(names = "--specimen", required = true, paramLabel = "ID", description = "The specimen.")
    String specimen;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "File to write, ending in " + ENDING + ".")
    Path out;

    @Option(
            names = "--grain-deg",
            defaultValue = "5",
            paramLabel = "X",
            description =
                    "Largest disorientation of two neighbouring voxels of one grain, degrees (default ${DEFAULT-VALUE}).")
    double thresholdDeg;

    @Option(names = "--ctf", paramLabel = "DIR", description = "Also write each section as section-NNN.ctf, aligned.")
    @Nullable
    Path sections;

    @Option(
            names = "--phase-name",
            defaultValue = "Phase 1",
            paramLabel = "NAME",
            description = "Of the mapped phase (default ${DEFAULT-VALUE}).")
    String phase;

    @Mixin
    KafkaOptions kafka;

    @Override
    public Integer call() throws IOException {
        String name = String.valueOf(out.getFileName());
        if (!name.endsWith(ENDING) || name.length() == ENDING.length()) {
            throw bad("--out must end in " + ENDING + ": " + out);
        }
        if (!(thresholdDeg >= 0.1 && thresholdDeg <= 60)) {
            throw bad("--grain-deg must be 0.1 to 60 degrees: " + thresholdDeg);
        }
        SpecimenVolume volume = LoggedSections.read(
                        kafka.kafka(spec.commandLine(), "sunstone-volume"), specimen, PATIENCE)
                .volume()
                .fold(v -> v, r -> {
                    throw bad(r.detail());
                });
        Path folder = out.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        write(volume, name.substring(0, name.length() - ENDING.length()));
        return 0;
    }

    private void write(SpecimenVolume volume, String stem) throws IOException {
        List<OrientationMap> maps =
                volume.layers().stream().map(SpecimenVolume.Layer::map).toList();
        List<float[]> uncertainty = volume.layers().stream()
                .map(SpecimenVolume.Layer::uncertaintyDeg)
                .toList();
        VolumeGrains grains = VolumeGrains.of(maps, thresholdDeg);
        Dream3dVolumeWriter.write(
                maps,
                volume.thicknessUm(),
                uncertainty,
                volume.layers().stream().map(SpecimenVolume.Layer::measured).toList(),
                grains,
                phase,
                out);
        Files.writeString(
                out.resolveSibling(stem + ".xdmf"),
                VolumeXdmf.of(String.valueOf(out.getFileName()), volume.grid(), volume.thicknessUm(), maps.size()));
        Files.write(out.resolveSibling(stem + "-shifts.txt"), shifts(volume));
        Files.write(out.resolveSibling(stem + "-grains.csv"), statistics(volume, grains));
        Files.write(
                out.resolveSibling(stem + ".png"),
                Png.bytes(VolumeCuts.draw(maps, uncertainty, volume.thicknessUm(), MOST_DEG)));
        if (sections != null) {
            ctf(volume, sections);
        }
        tell(volume, grains);
    }

    private static List<String> shifts(SpecimenVolume volume) {
        List<String> lines = new ArrayList<>(List.of("# slice xshift yshift (um, of each section against the first)"));
        for (SpecimenVolume.Layer l : volume.layers()) {
            double step = volume.grid().stepUm();
            lines.add(String.format(
                    Locale.ROOT,
                    "%d %.4f %.4f",
                    l.section(),
                    step * l.pose().cols(),
                    step * l.pose().rows()));
        }
        return lines;
    }

    /**
     * Per section: its grains in the plane, those of the volume that it cuts, and those of them that no section before
     * it has.
     */
    private static List<String> statistics(SpecimenVolume volume, VolumeGrains grains) {
        List<String> lines = new ArrayList<>(List.of(
                "section,scan,grains_in_plane,grains_of_volume,new_grains,measured_points,mean_uncertainty_deg"));
        boolean[] met = new boolean[grains.count()];
        int n = volume.grid().size();
        for (int z = 0; z < volume.layers().size(); z++) {
            SpecimenVolume.Layer l = volume.layers().get(z);
            boolean[] here = new boolean[grains.count()];
            double sum = 0;
            int valid = 0;
            int points = 0;
            for (int i = 0; i < n; i++) {
                int g = grains.labels()[z * n + i];
                if (g >= 0) {
                    here[g] = true;
                    sum += l.uncertaintyDeg()[i];
                    valid++;
                }
                points += l.measured()[i] ? 1 : 0;
            }
            int fresh = 0;
            int cut = 0;
            for (int g = 0; g < here.length; g++) {
                cut += here[g] ? 1 : 0;
                fresh += here[g] && !met[g] ? 1 : 0;
                met[g] |= here[g];
            }
            lines.add(String.format(
                    Locale.ROOT,
                    "%d,%s,%d,%d,%d,%d,%.2f",
                    l.section(),
                    l.scanId() == null ? "" : l.scanId(),
                    Grains.of(l.map()).count(),
                    cut,
                    fresh,
                    points,
                    valid == 0 ? Double.NaN : sum / valid));
        }
        return lines;
    }

    private void ctf(SpecimenVolume volume, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (SpecimenVolume.Layer l : volume.layers()) {
            OrientationMap map = l.map();
            byte[] phases = new byte[map.grid().size()];
            float[] quality = new float[phases.length];
            for (int i = 0; i < phases.length; i++) {
                phases[i] = (byte) (map.valid()[i] ? 1 : 0);
                quality[i] = l.measured()[i] ? 1 : 0;
            }
            CtfWriter.write(
                    new EbsdMap(
                            map.grid(),
                            List.of(new Phase(1, phase, map.laue())),
                            phases,
                            map.quaternions(),
                            quality,
                            List.of()),
                    "Sunstone, specimen " + specimen + ", section " + l.section(),
                    folder.resolve(String.format(Locale.ROOT, "section-%03d.ctf", l.section())));
        }
    }

    private void tell(SpecimenVolume volume, VolumeGrains grains) {
        PrintWriter to = spec.commandLine().getOut();
        volume.notes().forEach(n -> to.println("note: " + n));
        long filled = volume.layers().stream().filter(l -> l.scanId() == null).count();
        double voxel = volume.grid().stepUm() * volume.grid().stepUm() * volume.thicknessUm();
        double mean = Arrays.stream(grains.sizes()).average().orElse(0) * voxel;
        to.printf(
                Locale.ROOT,
                "%d layers of %d x %d px, %.3f um apart, %d of them filled; %d grains, mean equivalent diameter %.2f um%n",
                volume.layers().size(),
                volume.grid().rows(),
                volume.grid().cols(),
                volume.thicknessUm(),
                filled,
                grains.count(),
                Math.cbrt(6 * mean / Math.PI));
        to.println(out);
        to.flush();
    }

    private ParameterException bad(String reason) {
        return new ParameterException(spec.commandLine(), reason);
    }
}
