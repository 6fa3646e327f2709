package sunstone.models.crystallography;

/** Crystal systems as far as optics and the axes of files depend on them. */
public enum CrystalSystem {
    /** No axis is special. */
    TRICLINIC,
    /** One axis of order 2 at most. */
    MONOCLINIC,
    /** Three unequal axes at right angles. */
    ORTHORHOMBIC,
    /** One axis of order 4. */
    TETRAGONAL,
    /** One axis of order 3, described in hexagonal axes. */
    TRIGONAL,
    /** One axis of order 6. */
    HEXAGONAL,
    /** Four axes of order 3. */
    CUBIC;

    /** True if the c axis is the only optical axis: such crystals, and only they, follow the model of PL used here. */
    public boolean uniaxial() {
        return this == TETRAGONAL || this == TRIGONAL || this == HEXAGONAL;
    }

    /** True if a and b are 120 degrees apart, so that X parallel to a and X parallel to a* differ by 30 degrees. */
    public boolean hexagonalAxes() {
        return this == TRIGONAL || this == HEXAGONAL;
    }
}
