package sunstone.connectors.format;

import java.util.Locale;
import sunstone.models.map.ScanGrid;

/**
 * The XDMF file beside a {@code .dream3d} of {@link Dream3dVolumeWriter}, which ParaView opens: XDMF 2.0, as DREAM.3D
 * writes it.
 */
public final class VolumeXdmf {
    private static final String CELLS = "/DataContainers/Specimen/CellData/";

    private VolumeXdmf() {}

    /**
     * The text.
     *
     * @param file name of the {@code .dream3d}
     * @param grid raster of a layer
     * @param thicknessUm distance of two layers, micrometres
     * @param layers how many
     */
    public static String of(String file, ScanGrid grid, double thicknessUm, int layers) {
        StringBuilder xml = new StringBuilder(String.format(
                Locale.ROOT,
                """
                <?xml version="1.0"?>
                <!DOCTYPE Xdmf SYSTEM "Xdmf.dtd" []>
                <Xdmf Version="2.0">
                  <Domain>
                    <Grid Name="Specimen" GridType="Uniform">
                      <Topology TopologyType="3DCoRectMesh" Dimensions="%d %d %d"/>
                      <Geometry GeometryType="ORIGIN_DXDYDZ">
                        <DataItem Format="XML" Dimensions="3">0 0 0</DataItem>
                        <DataItem Format="XML" Dimensions="3">%s %s %s</DataItem>
                      </Geometry>
                """,
                layers + 1,
                grid.rows() + 1,
                grid.cols() + 1,
                thicknessUm,
                grid.stepUm(),
                grid.stepUm()));
        attribute(xml, file, "EulerAngles", "Vector", "Float", 4, grid, layers, 3);
        attribute(xml, file, "Uncertainty", "Scalar", "Float", 4, grid, layers, 1);
        attribute(xml, file, "Phases", "Scalar", "Int", 4, grid, layers, 1);
        attribute(xml, file, "FeatureIds", "Scalar", "Int", 4, grid, layers, 1);
        attribute(xml, file, "Measured", "Scalar", "Char", 1, grid, layers, 1);
        attribute(xml, file, "Mask", "Scalar", "Char", 1, grid, layers, 1);
        return xml.append("    </Grid>\n  </Domain>\n</Xdmf>\n").toString();
    }

    private static void attribute(
            StringBuilder xml,
            String file,
            String name,
            String kind,
            String type,
            int bytes,
            ScanGrid grid,
            int layers,
            int components) {
        String escaped = file.replace("&", "&amp;").replace("<", "&lt;");
        xml.append(String.format(
                Locale.ROOT,
                """
                      <Attribute Name="%s" AttributeType="%s" Center="Cell">
                        <DataItem Format="HDF" NumberType="%s" Precision="%d" Dimensions="%d %d %d %d">%s:%s%s</DataItem>
                      </Attribute>
                """,
                name,
                kind,
                type,
                bytes,
                layers,
                grid.rows(),
                grid.cols(),
                components,
                escaped,
                CELLS,
                name));
    }
}
