package sunstone.agent.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import sunstone.agent.evaluation.metrics.TruthMap;
import sunstone.connectors.message.ScanOpened.SpecimenPrior;
import sunstone.models.map.Phase;
import sunstone.simulators.microstructure.Specimen;

/**
 * A scan of the demo.
 *
 * @param id of the scan
 * @param truth what is there
 * @param section number of the section
 * @param seed of whatever is drawn for it
 * @param below the section before it, or null
 */
record DemoScan(
        String id,
        TruthMap truth,
        int section,
        long seed,
        @Nullable SpecimenPrior below) {
    private static final String ID = "demo";

    /** The only one. */
    static DemoScan of(TruthMap truth, long seed) {
        return new DemoScan(ID, truth, 1, seed, null);
    }

    /** Sections of a specimen, each above the one before. */
    static List<DemoScan> of(List<Specimen.Cut> cuts) {
        List<DemoScan> scans = new ArrayList<>();
        for (int k = 0; k < cuts.size(); k++) {
            Specimen.Cut cut = cuts.get(k);
            String name = String.format(Locale.ROOT, "section-%03d", cut.number());
            TruthMap truth =
                    new TruthMap(name, new Phase(1, "Titanium", cut.map().laue()), cut.map(), List.of());
            double px = k == 0 ? 0 : cut.depthPx() - cuts.get(k - 1).depthPx();
            SpecimenPrior below = k == 0
                    ? null
                    : new SpecimenPrior(
                            scans.get(k - 1).id(), px * cut.map().grid().stepUm());
            scans.add(new DemoScan(ID + "-" + name, truth, cut.number(), cut.seed(), below));
        }
        return List.copyOf(scans);
    }
}
