/** What all pages need. Sheets of rarer parts (charts, dates, dropzone) are imported where they are used. */
import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import '@mantine/spotlight/styles.css'
import './global.css'
