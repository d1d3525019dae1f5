"""The neurological examination of spinal cord injury (ISNCSCI), on a worksheet and on the body."""

from dermatome.ui.examination.page import examination_page

examination_page()
