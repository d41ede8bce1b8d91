"""What the demo's stores sell: three catalogues of products that do not exist."""

from dataclasses import dataclass
from itertools import product as every_pair

_SIZES = ("XS", "S", "M", "L", "XL")
_SHOES_EU = ("38", "39", "40", "41", "42", "43", "44", "45")
_SHOES_US = ("US 7", "US 8", "US 9", "US 10", "US 11", "US 12")


@dataclass(frozen=True, slots=True)
class Variant:
    """One kind of a product that can be reserved; `name` is None when there is only one kind."""

    name: str | None
    sku: str


@dataclass(frozen=True, slots=True)
class Product:
    """One product: its price in minor units of its store's currency, how much it is wanted
    (a weight within the catalogue), and how many units one shopper may hold.
    """

    product_id: str
    title: str
    price: int
    variants: tuple[Variant, ...]
    weight: float
    limit: int


def _catalogue(
    prefix: str,
    first_id: int,
    rows: tuple[tuple[str, int, float, tuple[str, ...], tuple[str, ...]], ...],
    limited: frozenset[str] = frozenset(),
) -> tuple[Product, ...]:
    """Products from rows of title, price, weight, sizes and colours."""
    products = []
    for number, (title, price, weight, sizes, colours) in enumerate(rows, start=1):
        stem = f"{prefix}-{number:03d}"
        kinds = [
            (" / ".join(filter(None, pair)), "-".join(filter(None, pair)))
            for pair in every_pair(sizes or ("",), colours or ("",))
        ]
        variants = tuple(
            Variant(name or None, f"{stem}-{code.upper().replace(' ', '')}" if code else stem)
            for name, code in kinds
        )
        limit = 2 if title in limited else 10
        products.append(
            Product(str(first_id + 8317 * number), title, price, variants, weight, limit)
        )
    return tuple(products)


NORTHTRAIL = _catalogue(
    "NT",
    7_341_802_000_000,
    (
        ("Fjellvind 3L Shell Jacket", 32900, 9.0, _SIZES, ("Moss", "Slate", "Ember")),
        ("Stormhytte Down Jacket", 27900, 7.5, _SIZES, ("Black", "Ochre")),
        ("Lichen Merino Base Layer", 7990, 9.5, _SIZES, ("Charcoal", "Fern")),
        ("Talus 28 Daypack", 11900, 8.5, (), ("Slate", "Ember", "Sand")),
        ("Drift 55 Trekking Pack", 22900, 4.5, ("S/M", "M/L"), ("Moss", "Slate")),
        ("Karst GTX Hiking Boots", 19900, 8.0, _SHOES_EU, ("Brown", "Graphite")),
        ("Scree Low Approach Shoes", 13900, 6.0, _SHOES_EU, ("Graphite",)),
        ("Vesper 2P Tent", 34900, 4.0, (), ("Green", "Sand")),
        ("Vesper 3P Tent", 42900, 2.2, (), ("Green", "Sand")),
        ("Vesper Footprint", 3990, 2.6, ("2P", "3P"), ()),
        ("Polar Night -9 Sleeping Bag", 24900, 3.2, ("Regular", "Long"), ()),
        ("Summer Loft +6 Sleeping Bag", 12900, 3.8, ("Regular", "Long"), ()),
        ("Cirrus Insulated Mat", 9900, 4.6, ("Regular", "Wide"), ()),
        ("Emberlite Gas Stove", 5990, 4.8, (), ()),
        ("Titanium Pot 900 ml", 4490, 4.2, (), ()),
        ("Spork Set of 2", 990, 3.4, (), ()),
        ("Vacuum Flask 0.75 l", 2990, 6.2, (), ("Steel", "Moss", "Ember")),
        ("Collapsible Bottle 1 l", 1690, 4.1, (), ("Clear", "Blue")),
        ("Water Filter Straw", 3490, 3.0, (), ()),
        ("Beacon 450 Headlamp", 5490, 6.4, (), ("Black", "Yellow")),
        ("Ridge Carbon Trekking Poles", 11900, 4.4, (), ()),
        ("Ridge Aluminium Trekking Poles", 6490, 3.9, (), ()),
        ("Gale Windbreaker", 8990, 5.2, _SIZES, ("Slate", "Ember")),
        ("Heath Softshell Trousers", 12900, 5.6, _SIZES, ("Black", "Moss")),
        ("Heath Zip-off Trousers", 10900, 3.3, _SIZES, ("Sand", "Slate")),
        ("Tarn Quick-dry Shirt", 5490, 4.7, _SIZES, ("Fern", "Slate")),
        ("Bothy Fleece", 7490, 6.8, _SIZES, ("Oat", "Moss", "Black")),
        ("Snowline Insulated Gloves", 5990, 4.0, ("S", "M", "L", "XL"), ("Black",)),
        ("Liner Gloves", 2490, 3.1, ("S", "M", "L"), ("Black",)),
        ("Merino Beanie", 2990, 6.6, (), ("Oat", "Charcoal", "Ember")),
        ("Trail Cap", 2490, 3.6, (), ("Slate", "Sand")),
        ("Merino Hiking Socks, 2 Pairs", 2790, 7.8, ("35-38", "39-42", "43-46"), ("Grey",)),
        ("Compression Socks", 3290, 2.1, ("35-38", "39-42", "43-46"), ()),
        ("Rain Cover 20-35 l", 2290, 2.5, (), ("Yellow",)),
        ("Dry Bag 13 l", 1990, 3.5, (), ("Blue", "Ember")),
        ("Packing Cubes, Set of 3", 3490, 3.7, (), ("Slate",)),
        ("Camp Chair Light", 9490, 2.9, (), ("Black", "Sand")),
        ("Folding Lantern", 3990, 2.4, (), ()),
        ("First-aid Kit Trek", 3490, 3.0, (), ()),
        ("Sun Hat Wide Brim", 3490, 2.0, ("S/M", "L/XL"), ("Sand",)),
        ("Via Ferrata Set", 11900, 1.4, (), ()),
        ("Climbing Helmet Ibex", 6990, 1.6, ("S/M", "L/XL"), ("White", "Ember")),
        ("Climbing Harness Ibex", 6490, 1.2, ("S", "M", "L"), ()),
        ("Rope 9.5 mm, 60 m", 15900, 1.1, (), ("Blue",)),
        ("Snowshoes Taiga", 18900, 2.3, ("22", "25"), ()),
        ("Gaiters Taiga", 4990, 1.9, ("M", "L"), ("Black",)),
        ("Topographic Map Alps East", 1490, 1.5, (), ()),
        ("Repair Kit", 1290, 1.8, (), ()),
        ("Wax and Wash Set", 1890, 2.2, (), ()),
        ("Gift Card 50", 5000, 2.8, (), ()),
    ),
)

SOLEROOM = _catalogue(
    "SR",
    8_114_093_500_000,
    (
        ("Meridian 88 “Tidepool”", 21000, 7.0, _SHOES_US, ()),
        ("Meridian 88 Classic", 14500, 9.0, _SHOES_US, ("White", "Black")),
        ("Meridian 88 Suede", 15500, 6.0, _SHOES_US, ("Clay", "Navy")),
        ("Halfpipe Low", 8900, 8.0, _SHOES_US, ("Black", "Gum", "Cream")),
        ("Halfpipe High", 9900, 5.5, _SHOES_US, ("Black", "Cream")),
        ("Cadence Runner 4", 13500, 7.0, _SHOES_US, ("Volt", "Grey")),
        ("Cadence Runner 4 Wide", 13500, 2.0, _SHOES_US, ("Grey",)),
        ("Cadence Trail", 14500, 4.0, _SHOES_US, ("Olive", "Rust")),
        ("Courtside ’91", 12000, 6.5, _SHOES_US, ("White/Green", "White/Navy")),
        ("Courtside ’91 Kids", 6500, 2.5, ("1Y", "2Y", "3Y", "4Y"), ("White/Green",)),
        ("Slipform Clog", 6000, 4.5, _SHOES_US, ("Bone", "Black")),
        ("Slipform Slide", 4500, 4.0, _SHOES_US, ("Bone", "Black")),
        ("Workshop Boot", 18500, 3.0, _SHOES_US, ("Wheat", "Black")),
        ("Night Market Hoodie", 8800, 6.5, _SIZES, ("Black", "Ash", "Plum")),
        ("Night Market Tee", 3800, 7.5, _SIZES, ("Black", "White")),
        ("Box Logo Tee", 4200, 6.0, _SIZES, ("Black", "White", "Sage")),
        ("Box Logo Long Sleeve", 5200, 3.5, _SIZES, ("Black", "White")),
        ("Terrace Track Jacket", 9800, 4.0, _SIZES, ("Navy", "Burgundy")),
        ("Terrace Track Pant", 8200, 3.5, _SIZES, ("Navy", "Burgundy")),
        ("Relaxed Cargo", 9400, 4.0, _SIZES, ("Olive", "Black")),
        ("Carpenter Denim", 10800, 3.5, ("28", "30", "32", "34", "36"), ("Indigo",)),
        ("Mesh Short", 4800, 3.0, _SIZES, ("Black", "Orange")),
        ("Coach Jacket", 11200, 2.5, _SIZES, ("Black",)),
        ("Puffer Vest", 13800, 2.0, _SIZES, ("Black", "Clay")),
        ("Six-panel Cap", 3400, 5.0, (), ("Black", "Navy", "Sage")),
        ("Fisherman Beanie", 2800, 5.0, (), ("Black", "Rust", "Cream")),
        ("Bucket Hat", 3600, 2.0, ("S/M", "L/XL"), ("Black",)),
        ("Crew Socks, 3 Pairs", 1800, 7.0, ("S", "M", "L"), ("White", "Black")),
        ("Ankle Socks, 3 Pairs", 1600, 3.5, ("S", "M", "L"), ("White",)),
        ("Tote Bag", 2200, 3.5, (), ("Natural", "Black")),
        ("Sling Bag", 4800, 3.0, (), ("Black", "Olive")),
        ("Roll-top Backpack", 9800, 2.0, (), ("Black",)),
        ("Sneaker Care Kit", 2400, 4.5, (), ()),
        ("Suede Brush", 1200, 2.0, (), ()),
        ("Waterproof Spray", 1500, 2.5, (), ()),
        ("Oval Laces", 600, 3.0, ("45 in", "54 in"), ("White", "Black", "Cream")),
        ("Rope Laces", 800, 2.0, ("45 in", "54 in"), ("Black/White",)),
        ("Comfort Insoles", 1900, 2.0, _SHOES_US, ()),
        ("Shoe Trees, Pair", 2600, 1.2, ("M", "L"), ()),
        ("Display Box", 2900, 1.2, (), ()),
        ("Keychain Mini 88", 1400, 2.6, (), ("Tidepool", "Classic")),
        ("Enamel Pin Set", 1200, 1.5, (), ()),
        ("Skate Deck 8.25", 6500, 1.5, (), ("Halfpipe", "Box Logo")),
        ("Poster “Twenty Years of Meridian”", 2000, 1.0, (), ()),
        ("Sticker Pack", 500, 2.4, (), ()),
        ("Gift Card 100", 10000, 2.0, (), ()),
    ),
    limited=frozenset({"Meridian 88 “Tidepool”"}),
)

KUMO = _catalogue(
    "KM",
    6_920_551_000_000,
    (
        ("煎茶 朝露 Sencha Asatsuyu", 1620, 9.0, ("50 g", "100 g"), ()),
        ("玉露 Gyokuro Okumidori", 3240, 6.0, ("50 g", "100 g"), ()),
        ("ほうじ茶 Hojicha Roasted Tea", 1080, 8.0, ("100 g", "200 g"), ()),
        ("玄米茶 Genmaicha", 972, 6.0, ("100 g", "200 g"), ()),
        ("抹茶 Matcha Ceremonial Grade", 4320, 8.0, ("20 g", "40 g"), ()),
        ("抹茶 Matcha for Baking", 1944, 4.0, ("100 g",), ()),
        ("和紅茶 Japanese Black Tea", 1512, 4.0, ("50 g",), ()),
        ("Cold Brew Sencha, 12 Bags", 1296, 4.5, (), ()),
        ("急須 Kyusu Teapot 280 ml", 8800, 5.0, (), ("Brick", "Black")),
        ("急須 Kyusu Teapot 180 ml", 7700, 3.0, (), ("Brick", "Black")),
        ("湯呑み Yunomi Cup", 2200, 7.0, (), ("Indigo", "Ash", "Snow")),
        ("Yunomi Cup, Pair in a Box", 4620, 4.0, (), ("Indigo", "Ash")),
        ("茶碗 Matcha Bowl “Usukumo”", 13200, 3.0, (), ("Snow", "Moss")),
        ("茶碗 Matcha Bowl, Kiln Signed", 48400, 0.8, (), ()),
        ("茶筅 Chasen Whisk, 80 Prongs", 3300, 5.0, (), ()),
        ("茶杓 Chashaku Scoop", 1650, 3.0, (), ()),
        ("Whisk Stand", 1320, 2.5, (), ("Snow", "Indigo")),
        ("茶筒 Tea Caddy in Cherry Bark", 6600, 3.0, ("100 g", "200 g"), ()),
        ("Tin Tea Caddy", 1100, 4.0, (), ("Red", "Navy")),
        ("Cast Iron Kettle 1.1 l", 27500, 1.2, (), ()),
        ("Glass Cold Brew Bottle 750 ml", 2750, 3.5, (), ()),
        ("Linen Tea Towel", 1430, 3.0, (), ("Indigo", "White")),
        ("風呂敷 Furoshiki Wrapping Cloth", 1980, 3.5, (), ("Wave", "Plain")),
        ("Tray in Cedar", 5500, 2.0, (), ()),
        ("金平糖 Konpeito Sugar Candy", 756, 4.0, (), ()),
        ("羊羹 Yokan, 3 Flavours", 1728, 3.0, (), ()),
        ("Gift Box “Four Seasons”", 9720, 3.0, (), ()),
        ("Starter Set for Matcha", 10780, 4.0, (), ()),
    ),
)
