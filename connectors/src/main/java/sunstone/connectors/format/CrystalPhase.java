package sunstone.connectors.format;

import java.util.Optional;
import sunstone.models.map.Phase;

/**
 * A phase as a file describes it, whatever its symmetry.
 *
 * @param id number in the map, from 1
 * @param name name as the instrument gives it, may be empty
 * @param laue Laue group; empty if the file does not tell
 * @param cell unit cell; empty if the file does not tell
 * @param spaceGroup number of the space group, 1 to 230; 0 if the file does not tell
 */
public record CrystalPhase(int id, String name, Optional<LaueClass> laue, Optional<UnitCell> cell, int spaceGroup) {
    public CrystalPhase {
        name = name.replaceAll("\\p{Cntrl}", " ");
    }

    /** A phase of which nothing else is known. */
    static CrystalPhase of(Phase phase) {
        return new CrystalPhase(phase.id(), phase.name(), Optional.of(LaueClass.of(phase.laue())), Optional.empty(), 0);
    }

    /** The phase for those who compute with orientations; empty if its Laue group is not known. */
    Optional<Phase> mapped() {
        return laue.map(LaueClass::group).map(g -> new Phase(id, name, g));
    }

    /** Whether the vendors' two settings of the crystal's axes differ. */
    boolean hexagonalAxes() {
        return laue.map(LaueClass::hexagonalAxes).orElse(false);
    }

    /** Whether two entries of a list describe one phase under two numbers. */
    boolean sameAs(CrystalPhase o) {
        return name.equals(o.name)
                && laue.equals(o.laue)
                && spaceGroup == o.spaceGroup
                && (cell.isEmpty()
                        ? o.cell.isEmpty()
                        : o.cell.map(cell.get()::near).orElse(false));
    }
}
