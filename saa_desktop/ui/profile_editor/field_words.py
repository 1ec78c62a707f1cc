"""What the editor calls the sections and fields of a profile, and how it explains them."""

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from saa_desktop.profiles.plain_yaml import FieldPath


class Words(NamedTuple):
    """What to call something, and how to explain it.

    Attributes:
        label: its name.
        hint: what to know before changing it.
    """

    label: str
    hint: str


def section_words() -> dict[str, Words]:
    """Return the headings and their hints in the application's language."""
    return {
        "product": Words(
            QCoreApplication.translate("ProfileFields", "Product"),
            QCoreApplication.translate("ProfileFields", "What people call it."),
        ),
        "object": Words(
            QCoreApplication.translate("ProfileFields", "Finding the product"),
            QCoreApplication.translate(
                "ProfileFields", "English words, since the detector was trained on English."
            ),
        ),
        "specific": Words(
            QCoreApplication.translate("ProfileFields", "Defects of this product"),
            QCoreApplication.translate(
                "ProfileFields",
                "The exclude phrase drops every region whose phrase contains it; operators do not see those.",
            ),
        ),
        "agnostic": Words(
            QCoreApplication.translate("ProfileFields", "Defects of any product"),
            QCoreApplication.translate("ProfileFields", "Asked in addition; {} stands for the category."),
        ),
        "confidence": Words(
            QCoreApplication.translate("ProfileFields", "Detector confidence"),
            QCoreApplication.translate("ProfileFields", "Lower values find more and raise more false calls."),
        ),
        "property": Words(
            QCoreApplication.translate("ProfileFields", "Which regions can be defects"),
            QCoreApplication.translate("ProfileFields", "Regions that break one of these rules are dropped."),
        ),
        "score": Words(
            QCoreApplication.translate("ProfileFields", "Score and verdict"),
            QCoreApplication.translate(
                "ProfileFields", "The score of an image is that of its highest region."
            ),
        ),
        "files": Words(
            QCoreApplication.translate("ProfileFields", "Files"),
            QCoreApplication.translate(
                "ProfileFields", "Which files of a folder are images of this product."
            ),
        ),
        "viewing": Words(
            QCoreApplication.translate("ProfileFields", "Measuring and comparing"),
            QCoreApplication.translate("ProfileFields", "For people only; no verdict depends on it."),
        ),
        "paper": Words(
            QCoreApplication.translate("ProfileFields", "Comparison with the paper"),
            QCoreApplication.translate("ProfileFields", "Leave it off for production."),
        ),
    }


def field_words() -> dict[FieldPath, Words]:
    """Return the names of all fields and their help in the application's language."""
    return {
        ("name",): Words(
            QCoreApplication.translate("ProfileFields", "Name"),
            QCoreApplication.translate(
                "ProfileFields",
                "Name of the file and on the command line: a-z, 0-9, _ and -. It cannot be changed later.",
            ),
        ),
        ("title", "en"): Words(
            QCoreApplication.translate("ProfileFields", "Title, English"),
            QCoreApplication.translate("ProfileFields", "What people call the product in the English window"),
        ),
        ("title", "zh_CN"): Words(
            QCoreApplication.translate("ProfileFields", "Title, Chinese"),
            QCoreApplication.translate("ProfileFields", "What people call the product in the Chinese window"),
        ),
        ("description", "en"): Words(
            QCoreApplication.translate("ProfileFields", "Description, English"),
            QCoreApplication.translate(
                "ProfileFields",
                "Where the profile comes from and what to know before using it; may be empty "
                "together with the Chinese one",
            ),
        ),
        ("description", "zh_CN"): Words(
            QCoreApplication.translate("ProfileFields", "Description, Chinese"),
            QCoreApplication.translate(
                "ProfileFields",
                "Where the profile comes from and what to know before using it; may be empty "
                "together with the English one",
            ),
        ),
        ("object", "prompt"): Words(
            QCoreApplication.translate("ProfileFields", "Product words"),
            QCoreApplication.translate(
                "ProfileFields",
                "English words that find the product itself in the image, such as: round metal lid",
            ),
        ),
        ("object", "count"): Words(
            QCoreApplication.translate("ProfileFields", "Products per image"),
            QCoreApplication.translate(
                "ProfileFields",
                "With more than one, a product that differs from its neighbours stands out",
            ),
        ),
        ("class_specific",): Words(
            QCoreApplication.translate("ProfileFields", "Captions for this product"),
            QCoreApplication.translate(
                "ProfileFields",
                "Each caption is one pass of the detector. Part several phrases by a full stop "
                "and a space: scratch. dent.",
            ),
        ),
        ("category",): Words(
            QCoreApplication.translate("ProfileFields", "Category"),
            QCoreApplication.translate(
                "ProfileFields",
                "Takes the place of {} in the captions for any product; empty means the profile's name",
            ),
        ),
        ("class_agnostic", "templates"): Words(
            QCoreApplication.translate("ProfileFields", "Captions for any product"),
            QCoreApplication.translate(
                "ProfileFields",
                "Captions with {} where the category goes, such as: defect on {}",
            ),
        ),
        ("class_agnostic", "exclude"): Words(
            QCoreApplication.translate("ProfileFields", "Exclude phrase for these"),
            QCoreApplication.translate(
                "ProfileFields",
                "Every region whose phrase contains it is dropped: it is the product, not a "
                "defect. {} stands for the category.",
            ),
        ),
        ("box_threshold",): Words(
            QCoreApplication.translate("ProfileFields", "Box threshold"),
            QCoreApplication.translate("ProfileFields", "A region must score above it, 0 to 1"),
        ),
        ("text_threshold",): Words(
            QCoreApplication.translate("ProfileFields", "Text threshold"),
            QCoreApplication.translate(
                "ProfileFields",
                "A word must score above it to enter a region's phrase, 0 to 1",
            ),
        ),
        ("property_prompts", "min_area"): Words(
            QCoreApplication.translate("ProfileFields", "Smallest area"),
            QCoreApplication.translate(
                "ProfileFields",
                "A region's box must be larger than this share of the product's box; 0 is off",
            ),
        ),
        ("property_prompts", "max_area"): Words(
            QCoreApplication.translate("ProfileFields", "Largest area"),
            QCoreApplication.translate(
                "ProfileFields",
                "A region's box must be smaller than this share of the product's box; empty is off",
            ),
        ),
        ("property_prompts", "min_object_overlap"): Words(
            QCoreApplication.translate("ProfileFields", "Overlap with the product"),
            QCoreApplication.translate(
                "ProfileFields",
                "This share of a region's pixels must lie on the product, 0 to 1; 0 is off",
            ),
        ),
        ("property_prompts", "edge_margin"): Words(
            QCoreApplication.translate("ProfileFields", "Edge margin"),
            QCoreApplication.translate(
                "ProfileFields",
                "Frame along the image's edge that does not count, as a share of the shorter "
                "side, below 0.5; 0 is off",
            ),
        ),
        ("property_prompts", "region_of_interest"): Words(
            QCoreApplication.translate("ProfileFields", "Region of interest"),
            QCoreApplication.translate(
                "ProfileFields",
                "Corners x y; x y; x y as shares of the image's width and height. At least "
                "half of a region must lie inside.",
            ),
        ),
        ("saliency", "strength"): Words(
            QCoreApplication.translate("ProfileFields", "Saliency strength"),
            QCoreApplication.translate(
                "ProfileFields",
                "How much a region gains from being unlike the rest of the image, 0 to 20; 0 is off",
            ),
        ),
        ("confidence", "top_k"): Words(
            QCoreApplication.translate("ProfileFields", "Regions that count (K)"),
            QCoreApplication.translate(
                "ProfileFields",
                "How many regions, best first, form the heat map; 0 keeps all",
            ),
        ),
        ("verdict", "review_at"): Words(
            QCoreApplication.translate("ProfileFields", "REVIEW from"),
            QCoreApplication.translate(
                "ProfileFields",
                "Scores below it are OK; from it on a person has to look",
            ),
        ),
        ("verdict", "ng_at"): Words(
            QCoreApplication.translate("ProfileFields", "NG from"),
            QCoreApplication.translate(
                "ProfileFields",
                "Scores from it on are NG; at least as high as REVIEW from",
            ),
        ),
        ("images", "include"): Words(
            QCoreApplication.translate("ProfileFields", "Files to inspect"),
            QCoreApplication.translate(
                "ProfileFields",
                "Patterns such as *.png; * stands for any characters. Without any, all images are inspected.",
            ),
        ),
        ("images", "exclude"): Words(
            QCoreApplication.translate("ProfileFields", "Files to pass over"),
            QCoreApplication.translate("ProfileFields", "Patterns such as *_mask.png or masks/*"),
        ),
        ("mm_per_pixel",): Words(
            QCoreApplication.translate("ProfileFields", "Millimetres per pixel"),
            QCoreApplication.translate(
                "ProfileFields",
                "Side of one pixel on the product, so that lengths can be measured; empty if "
                "not known. It changes no verdict.",
            ),
        ),
        ("golden_image",): Words(
            QCoreApplication.translate("ProfileFields", "Golden image"),
            QCoreApplication.translate(
                "ProfileFields",
                "An image of a good part to look at beside others; empty for none. It changes no verdict.",
            ),
        ),
        ("as_published",): Words(
            QCoreApplication.translate("ProfileFields", "Repeat the quirks of the published code"),
            QCoreApplication.translate("ProfileFields", "Only for comparison with the paper"),
        ),
    }
