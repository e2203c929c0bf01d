/** Pixels of a PNG per pixel of the drawing, as on the desktop. */
const PNG_SCALE = 2

/** The SVG as PNG, by the browser's own means; null where it cannot. */
export async function drawPng(svg: string): Promise<Uint8Array | null> {
  const path = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = path
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = image.naturalWidth * PNG_SCALE
    canvas.height = image.naturalHeight * PNG_SCALE
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height)
    const png = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'))
    return png && new Uint8Array(await png.arrayBuffer())
  } catch {
    return null
  } finally {
    URL.revokeObjectURL(path)
  }
}
